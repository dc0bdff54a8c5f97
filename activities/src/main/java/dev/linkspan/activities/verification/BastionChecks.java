package dev.linkspan.activities.verification;

import dev.linkspan.activities.probe.BastionProbe;
import dev.linkspan.probe.protocol.LinkRequest;
import dev.linkspan.probe.protocol.LinkResult;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The paths from the bastion through each address of the load balancer to each broker. */
final class BastionChecks {
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  private final BastionProbe probe;

  BastionChecks(BastionProbe probe) {
    this.probe = probe;
  }

  /** Asks the probe to test every path. */
  List<Check> check(Owner owner, Link link) {
    LinkResult result =
        probe.askAlone(
            owner.credentials().sshKey(),
            link.cluster().bastion(),
            "link",
            request(link),
            TIMEOUT,
            LinkResult.class);
    return result.hops().stream().map(BastionChecks::check).toList();
  }

  private static LinkRequest request(Link link) {
    Plan plan = link.plan();
    return new LinkRequest(
        link.loadBalancer().addresses().stream()
            .map(a -> new LinkRequest.Address(a.zone(), a.address()))
            .toList(),
        plan.exposure().bootstrapPort(),
        plan.brokers().stream()
            .map(
                b ->
                    new LinkRequest.Broker(
                        b.nodeId(), b.advertisedHost(link.domains()), b.advertisedPort()))
            .toList(),
        plan.verification().topic(),
        plan.verification().messages());
  }

  private static Check check(LinkResult.Hop hop) {
    return Check.of(Optional.ofNullable(hop.nodeId()), hop.hop(), hop.passed(), hop.evidence());
  }
}
