package dev.linkspan.worker.metrics;

import dev.linkspan.workflows.connection.ConnectionActivities.EndpointRequest;
import dev.linkspan.workflows.rollout.AuditActivities.Audit;
import dev.linkspan.workflows.rollout.AuditActivities.Figures;
import dev.linkspan.workflows.rollout.RolloutReport;
import dev.linkspan.workflows.rollout.RolloutReport.BrokerRestart;
import dev.linkspan.workflows.setup.Inventory;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.ParkedStepNotice;
import dev.linkspan.workflows.verification.Health;
import dev.linkspan.workflows.verification.PastVerification;
import dev.linkspan.workflows.verification.Report;
import dev.linkspan.workflows.verification.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Setups in the states that the metrics show. */
final class Statuses {
  /** When the path was proved last. */
  private static final Instant PROVED = Instant.ofEpochSecond(1_764_000_000);

  private Statuses() {}

  /** A finished link that was rolled once. */
  static SetupStatus ready(String name, Health health) {
    return status(
        name,
        Phase.READY,
        List.of(),
        Optional.empty(),
        List.of(
            new PastVerification(PROVED.plusSeconds(60), "schedule", false, List.of()),
            new PastVerification(PROVED, "schedule", true, List.of()),
            new PastVerification(PROVED.minusSeconds(60), "setup", true, List.of())),
        Optional.of(rollout()),
        Optional.empty(),
        health);
  }

  /** The same, after a verification that has passed since the rollout. */
  static SetupStatus provedAgain(String name) {
    return status(
        name,
        Phase.READY,
        List.of(),
        Optional.empty(),
        List.of(),
        Optional.of(rollout()),
        Optional.of(new Report(PROVED.plusSeconds(90), "ada", List.of())),
        Health.HEALTHY);
  }

  /** A setup whose endpoint waits for a decision, and that has a parked step. */
  static SetupStatus waiting(String name, Instant since) {
    return status(
        name,
        Phase.AWAITING_APPROVAL,
        List.of(
            new ParkedStepNotice("private-link-new", "VPC", true, "no permission", "Allow it.")),
        Optional.of(
            new EndpointRequest("epsrv-1", "ep-1", "55", List.of(), since, Optional.empty())),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Health.UNKNOWN);
  }

  private static SetupStatus status(
      String name,
      Phase phase,
      List<ParkedStepNotice> parked,
      Optional<EndpointRequest> approval,
      List<PastVerification> history,
      Optional<RolloutReport> rollout,
      Optional<Report> report,
      Health health) {
    return new SetupStatus(
        name,
        "ap-southeast-1",
        "id",
        phase,
        Optional.empty(),
        parked,
        approval,
        Optional.empty(),
        new Inventory(List.of(), Optional.empty()),
        report,
        List.of(),
        history,
        rollout,
        Optional.empty(),
        health,
        new Standing(health, Optional.empty(), Standing.NEW.changes()));
  }

  private static RolloutReport rollout() {
    Duration second = Duration.ofSeconds(1);
    Figures all =
        new Figures(1_000, 1_000, 0, 0, 0, Duration.ofMillis(2_500), Duration.ofMillis(2_600));
    return new RolloutReport(
        "new JVM",
        "ada",
        PROVED,
        PROVED.plusSeconds(60),
        Optional.empty(),
        List.of(
            new BrokerRestart(
                1, "listener", false, PROVED, second, second, second, second, second, second)),
        Optional.of(new Audit(all, Map.of(), 0)),
        Duration.ZERO,
        List.of(2));
  }
}
