package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.steps.CancellableWork;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.steps.Steps;
import dev.linkspan.workflows.verification.Report;
import dev.linkspan.workflows.verification.Verification;
import dev.linkspan.workflows.verification.Verification.VerificationInput;
import dev.linkspan.workflows.verification.VerificationActivities;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowLock;
import java.util.List;
import java.util.function.Supplier;

/** Verifies the link: after its construction, on request, and by a schedule. Workflow code only. */
final class SetupVerification {
  private static final String VERIFICATION = "Verification";
  private static final String SCHEDULE = "Verification schedule";

  private final Plan plan;
  private final Owner owner;
  private final Steps steps;
  private final SetupRecord record;
  private final ChildWorkflows children;
  private final WorkflowLock oneAtATime = Workflow.newWorkflowLock();

  SetupVerification(
      Plan plan, Owner owner, Steps steps, SetupRecord record, ChildWorkflows children) {
    this.plan = plan;
    this.owner = owner;
    this.steps = steps;
    this.record = record;
    this.children = children;
  }

  /** Verifies the new link, and creates the schedule. */
  void afterConstruction() {
    steps.run(VERIFICATION, () -> verification("setup"));
    ensureSchedule();
  }

  /** Verifies the link after a repair, which runs {@link #whileNoneRuns}. */
  void afterRepair(String trigger) {
    steps.run(VERIFICATION, () -> verification(trigger));
  }

  /** Creates the schedule, or gives it the link as it is now. */
  void ensureSchedule() {
    if (plan.verification().recurrence().isOff()) {
      steps.skip(SCHEDULE, "switched off in the spec");
      return;
    }
    steps.perform(
        SCHEDULE,
        VerificationActivities::withSummary,
        checks -> checks.ensureSchedule(owner, record.link()));
  }

  /**
   * Verifies a finished link again, after all earlier requests.
   *
   * @param revalidate throws when the request is no longer valid once it is its turn
   */
  Report onRequest(String by, CancellableWork work, Runnable revalidate) {
    oneAtATime.lock();
    try {
      revalidate.run();
      return work.run(() -> verification(by));
    } catch (TemporalFailure failed) {
      throw ApplicationFailure.newNonRetryableFailureWithCause(
          "the verification failed: " + Failures.problem(failed), "NotVerified", failed);
    } finally {
      oneAtATime.unlock();
    }
  }

  /** Does work during which no requested verification runs: it would report half of it. */
  <T> T whileNoneRuns(Supplier<T> work) {
    oneAtATime.lock();
    try {
      return work.get();
    } finally {
      oneAtATime.unlock();
    }
  }

  private Report verification(String trigger) {
    VerificationInput input = new VerificationInput(record.link(), trigger);
    Report report =
        children.run(
            Verification.class,
            ChildWorkflows.VERIFICATION,
            child -> Async.function(child::run, input),
            () -> {});
    record.change(state -> state.with(report));
    steps.show();
    return report;
  }

  static List<String> stepNames() {
    return List.of(VERIFICATION, SCHEDULE);
  }
}
