package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.systemtests.CrashPoint.Stage;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.setup.RepairRequest;
import dev.linkspan.workflows.setup.UpdateRequest;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.verification.Finding;
import dev.linkspan.workflows.verification.Report;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateStage;
import java.util.Optional;

/** The finished link of a setup in the stages of the crash matrix that keep it. */
record FinishedLink(LocalStack stack, String name) {
  private static final Command CHAOS = new Command("ada", "chaos");

  /**
   * Starts what the setup does in this stage; a worker runs.
   *
   * @param updated the plan of an update
   */
  void begin(Stage stage, Plan updated) {
    switch (stage) {
      case VERIFY ->
          WorkflowStub.fromTyped(stack.setup(name))
              .startUpdate("verify", WorkflowUpdateStage.ACCEPTED, Report.class, CHAOS);
      case REPAIR -> stack.setup(name).repair(new RepairRequest("ada", "chaos", null));
      case UPDATE -> stack.setup(name).update(new UpdateRequest("ada", "chaos", updated));
      case BUILD, DESTROY, ADOPT, LEAVE -> throw new IllegalArgumentException(stage.toString());
    }
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

  /** Whether the verification at the end of this stage is over. */
  boolean hasEnded(Stage stage) {
    String trigger =
        switch (stage) {
          case VERIFY -> "ada";
          case REPAIR -> "repair by ada";
          case UPDATE -> "update";
          case BUILD, DESTROY, ADOPT, LEAVE -> throw new IllegalArgumentException(stage.toString());
        };
    try {
      return stack.status(name).history().stream().anyMatch(one -> one.trigger().equals(trigger));
    } catch (WorkflowServiceException | StatusRuntimeException noWorkerYet) {
      return false;
    }
  }

  /** What the last verification found. */
  Optional<String> finding() {
    return stack.status(name).findings().stream().map(Finding::text).findFirst();
  }
}
