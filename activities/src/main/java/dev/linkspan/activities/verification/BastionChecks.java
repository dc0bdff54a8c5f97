package dev.linkspan.activities.verification;

import dev.linkspan.activities.probe.BastionProbe;
import dev.linkspan.probe.protocol.LinkRequest;
import dev.linkspan.probe.protocol.LinkResult;
import dev.linkspan.probe.protocol.LinkResult.Hop;
import dev.linkspan.workflows.exposure.ExposureActivities.ZoneAddress;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Repair;
import dev.linkspan.workflows.verification.Repair.Kind;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
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
    return of(link, result.hops());
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

  /** The checks of these hops; a failed one names its zone. No I/O. */
  static List<Check> of(Link link, List<Hop> hops) {
    return hops.stream().map(hop -> check(link, hop, hops)).toList();
  }

  private static Check check(Link link, Hop hop, List<Hop> all) {
    Optional<Integer> nodeId = Optional.ofNullable(hop.nodeId());
    if (hop.passed()) {
      return Check.passed(nodeId, hop.hop(), hop.evidence());
    }
    String evidence = hop.evidence() + zones(link, hop, all);
    if (AuthorizationRefusal.isIn(hop.evidence())) {
      return AuthorizationRefusal.check(nodeId, hop.hop(), evidence);
    }
    Check failed = Check.failed(nodeId, hop.hop(), evidence);
    if (hop.hop().startsWith("TCP ")) {
      return failed
          .expecting("a connection to Kafka")
          .remedy("Look at the load balancer's listener, its backends, and the broker.");
    }
    if (hop.hop().contains(" advertises ")) {
      return failed
          .expecting("the address of the plan")
          .remedy("Correct the broker's file and restart it, or " + repair(link) + ".")
          .repairedBy(Repair.changes(Kind.BROKERS, String.valueOf(hop.nodeId())));
    }
    if (hop.hop().startsWith("Kafka behind ")) {
      return failed
          .expecting(
              nodeId.map(id -> "broker " + id).orElse("all brokers of the plan, and no other"))
          .remedy("Look at the members of the listener's server group, or " + repair(link) + ".");
    }
    return failed
        .expecting("every message is acknowledged and read back")
        .remedy("Read the broker's log.");
  }

  private static String repair(Link link) {
    return BrokerChecks.repairCommand(link);
  }

  /** The zone of a failed hop, and the zones in which the same hop passes. */
  private static String zones(Link link, Hop failed, List<Hop> all) {
    List<ZoneAddress> addresses = link.loadBalancer().addresses();
    Optional<ZoneAddress> own = addresses.stream().filter(a -> isThrough(failed, a)).findFirst();
    return own.map(
            here -> {
              List<String> elsewhere =
                  addresses.stream()
                      .filter(there -> passes(failed, here, there, all))
                      .map(ZoneAddress::zone)
                      .toList();
              return " (zone "
                  + here.zone()
                  + (elsewhere.isEmpty() ? "" : "; it works in " + String.join(", ", elsewhere))
                  + ")";
            })
        .orElse("");
  }

  private static boolean passes(Hop failed, ZoneAddress here, ZoneAddress there, List<Hop> all) {
    String same = at(failed.hop(), here, there.address());
    return all.stream()
        .anyMatch(
            hop ->
                hop.passed()
                    && hop.hop().equals(same)
                    && Objects.equals(hop.nodeId(), failed.nodeId()));
  }

  private static boolean isThrough(Hop hop, ZoneAddress zone) {
    return !at(hop.hop(), zone, "").equals(hop.hop());
  }

  /** The hop's text with another address; one address can begin as another one does. */
  private static String at(String hop, ZoneAddress zone, String address) {
    return hop.replaceAll("(?<![\\d.])\\Q" + zone.address() + "\\E(?![\\d.])", address);
  }
}
