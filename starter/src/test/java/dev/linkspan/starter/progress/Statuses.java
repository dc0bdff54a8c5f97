package dev.linkspan.starter.progress;

import dev.linkspan.workflows.setup.Inventory;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.ParkedStepNotice;
import dev.linkspan.workflows.verification.Health;
import dev.linkspan.workflows.verification.Report;
import dev.linkspan.workflows.verification.Standing;
import java.util.List;
import java.util.Optional;

/** Made-up statuses of a setup that has nothing yet. */
public final class Statuses {
  private Statuses() {}

  /** A status in this phase. */
  public static SetupStatus of(
      Phase phase, Optional<String> waitingFor, ParkedStepNotice... parked) {
    return of(phase, waitingFor, List.of(parked), Optional.empty());
  }

  /** A status in this phase, whose last verification ended with this report. */
  public static SetupStatus after(Phase phase, Report report) {
    return of(phase, Optional.empty(), List.of(), Optional.of(report));
  }

  private static SetupStatus of(
      Phase phase,
      Optional<String> waitingFor,
      List<ParkedStepNotice> parked,
      Optional<Report> report) {
    return new SetupStatus(
        "demo",
        "ap-southeast-1",
        "id",
        phase,
        waitingFor,
        parked,
        Optional.empty(),
        Optional.empty(),
        Inventory.EMPTY,
        report,
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Health.UNKNOWN,
        Standing.NEW);
  }
}
