package dev.linkspan.workflows.verification;

import dev.linkspan.workflows.steps.Progress;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Verifies every hop of a finished link, and reports to its setup. */
@WorkflowInterface
public interface Verification {

  /** Starts the note of a schedule that Linkspan itself has paused. */
  String PAUSED_BY_LINKSPAN = "Linkspan: ";

  /** Id of the Temporal Schedule of the setup with this name. */
  static String scheduleId(String name) {
    return "private-link-" + name + "-verification";
  }

  @WorkflowMethod(name = "Verification")
  Report run(VerificationInput input);

  @QueryMethod(name = "progress", description = "The checks so far")
  Progress progress();

  /**
   * @param trigger {@code setup}, {@code schedule}, or who asked
   */
  record VerificationInput(Link link, String trigger) {}
}
