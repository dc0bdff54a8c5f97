package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.setup.RepairRequest;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.setup.UpdateRequest;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.verification.Finding;
import dev.linkspan.workflows.verification.Report;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateStage;
import java.time.Instant;
import java.util.Optional;

/** The finished link of a setup in the stages of the crash matrix that keep it. */
record FinishedLink(LocalStack stack, String name) {
  private static final Command CHAOS = new Command("ada", "chaos");

  /** Starts a verification; a worker runs. */
  void verify() {
    WorkflowStub.fromTyped(stack.setup(name))
        .startUpdate("verify", WorkflowUpdateStage.ACCEPTED, Report.class, CHAOS);
  }

  /** Starts a repair; a worker runs. */
  void repair() {
    stack.setup(name).repair(new RepairRequest("ada", "chaos", null));
  }

  /** Starts an update to this plan; a worker runs. */
  void update(Plan wanted) {
    stack.setup(name).update(new UpdateRequest("ada", "chaos", wanted));
  }

  /**
   * Somebody changes something of each kind that a repair puts back, and a verification finds it.
   */
  void driftAndVerify() {
    DriftingLink link = DriftingLink.of(stack, name);
    link.deleteListener(0);
    link.removeFromWhitelist();
    link.acceptAutomatically();
    link.revokeRule();
    Report report = stack.setup(name).verify(new Command("drift", "chaos"));
    assertThat(report.findings()).as(name).hasSizeGreaterThanOrEqualTo(4);
  }

  /**
   * Whether a verification with this trigger has ended since then, the link has this plan, and the
   * setup waits for the next request.
   */
  boolean isVerified(String trigger, Instant since, Plan plan) {
    try {
      SetupStatus status = stack.status(name);
      boolean waits = status.phase() == Phase.READY || status.phase() == Phase.BROKEN;
      return waits
          && status.history().stream()
              .anyMatch(one -> one.trigger().equals(trigger) && one.at().isAfter(since))
          && status.inventory().link().filter(link -> link.plan().equals(plan)).isPresent();
    } catch (WorkflowServiceException | StatusRuntimeException noWorkerYet) {
      return false;
    }
  }

  /** What the last verification found. */
  Optional<String> finding() {
    return stack.status(name).findings().stream().map(Finding::text).findFirst();
  }
}
