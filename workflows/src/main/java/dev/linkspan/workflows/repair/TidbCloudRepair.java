package dev.linkspan.workflows.repair;

import dev.linkspan.workflows.connection.ConnectionActivities;
import dev.linkspan.workflows.connection.ConnectionActivities.DomainRequest;
import dev.linkspan.workflows.connection.ConnectionActivities.EndpointRequest;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.steps.Steps;
import dev.linkspan.workflows.verification.Repair;
import dev.linkspan.workflows.verification.VerificationActivities;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.time.Instant;
import java.util.List;

/** The repairs of what belongs to TiDB Cloud. Workflow code only. */
final class TidbCloudRepair {
  private static final String ENDPOINT = "Connection of the approved endpoint";
  private static final String DOMAINS = "Managed domains";
  private static final String CHANGEFEED = "Changefeed";

  private final Owner owner;
  private final Steps steps;
  private final RepairedLink repaired;

  TidbCloudRepair(Owner owner, Steps steps, RepairedLink repaired) {
    this.owner = owner;
    this.steps = steps;
    this.repaired = repaired;
  }

  /** The step of this repair; none if it belongs to something else. */
  List<RepairStep> step(Repair repair) {
    return switch (repair.kind()) {
      case ENDPOINT_CONNECTION -> List.of(new RepairStep(ENDPOINT, this::enable));
      case DOMAINS -> List.of(new RepairStep(DOMAINS, this::attachDomains));
      case CHANGEFEED -> List.of(new RepairStep(CHANGEFEED, this::ensureChangefeed));
      default -> List.of();
    };
  }

  private void enable() {
    Link link = repaired.link();
    EndpointRequest approved =
        new EndpointRequest(
            link.endpointServiceId(),
            link.endpointId(),
            link.network().whitelistAccount(),
            link.plan().loadBalancerZones(),
            Instant.EPOCH);
    steps.perform(
        ENDPOINT,
        ConnectionActivities::withSummary,
        tidb -> tidb.enable(owner, link.plan().connection(), link.connectionId(), approved));
  }

  private void attachDomains() {
    Link link = repaired.link();
    DomainRequest request =
        new DomainRequest(link.connectionId(), link.domains(), link.plan().brokers());
    steps.perform(
        DOMAINS,
        ConnectionActivities::withSummary,
        tidb -> tidb.attachDomains(owner, link.plan().connection(), request));
  }

  private void ensureChangefeed() {
    steps.perform(
        CHANGEFEED,
        VerificationActivities::withSummary,
        checks -> checks.ensureChangefeed(owner, repaired.link()));
  }
}
