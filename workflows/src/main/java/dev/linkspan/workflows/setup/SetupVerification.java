package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Recurrence;
import dev.linkspan.workflows.steps.CancellableWork;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.steps.Steps;
import dev.linkspan.workflows.steps.WorkflowTime;
import dev.linkspan.workflows.verification.Report;
import dev.linkspan.workflows.verification.Verification;
import dev.linkspan.workflows.verification.Verification.VerificationInput;
import dev.linkspan.workflows.verification.VerificationActivities;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowLock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Verifies the link: after its construction, on request, and by a schedule. Workflow code only. */
final class SetupVerification {
  private static final String VERIFICATION = "Verification";
  private static final String SCHEDULE = "Verification schedule";
  private static final String PAUSE = "Pause of the verification schedule";
  private static final String RESUME = "Resumption of the verification schedule";

  /** Who asks for a verification that the schedule should have started. */
  private static final String MISSED = "missed schedule";

  private final Plan plan;
  private final Owner owner;
  private final Steps steps;
  private final SetupRecord record;
  private final ChildWorkflows children;
  private final HealthWebhook webhook;
  private final WorkflowLock oneAtATime = Workflow.newWorkflowLock();
  private Instant lastMissed = Instant.EPOCH;

  SetupVerification(
      Plan plan, Owner owner, Steps steps, SetupRecord record, ChildWorkflows children) {
    this.plan = plan;
    this.owner = owner;
    this.steps = steps;
    this.record = record;
    this.children = children;
    this.webhook = new HealthWebhook(plan, owner, record);
  }

  /** Sends what the run before this one has not sent. */
  void open() {
    webhook.open();
  }

  /** Verifies the new link, and creates the schedule. */
  void afterConstruction() {
    steps.run(VERIFICATION, () -> verification(Report.SETUP));
    ensureSchedule();
  }

  /** Creates the schedule, or gives it the link as it is now. */
  void ensureSchedule() {
    if (recurrence().isOff()) {
      steps.skip(SCHEDULE, "switched off in the spec");
      return;
    }
    steps.perform(
        SCHEDULE,
        VerificationActivities::withSummary,
        checks -> checks.ensureSchedule(owner, link()));
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

  /**
   * Does work that changes the link: no verification runs meanwhile, except those that the work
   * asks {@link #during} for. A person who has paused the schedule finds it paused after that.
   *
   * @param why the note of the paused schedule
   */
  void paused(String why, Runnable work) {
    oneAtATime.lock();
    try {
      ofTheSchedule(PAUSE, schedule -> schedule.pauseSchedule(owner, plan, why));
      work.run();
    } finally {
      oneAtATime.unlock();
      // Detached: after a cancellation too, the schedule has to run again.
      Workflow.newDetachedCancellationScope(this::resumeSchedule).run();
    }
  }

  private void resumeSchedule() {
    ofTheSchedule(RESUME, schedule -> schedule.resumeSchedule(owner, plan));
  }

  /** A schedule that cannot be paused or resumed is no reason to leave the link as it is. */
  private void ofTheSchedule(String summary, Consumer<VerificationActivities> work) {
    if (recurrence().isOff()) {
      return;
    }
    try {
      work.accept(VerificationActivities.forChecks(summary));
    } catch (ActivityFailure failed) {
      if (CancellationScope.current().isCancelRequested()) {
        throw failed;
      }
      Workflow.getLogger(getClass()).warn("{}: {}", summary, Failures.problem(failed));
    }
  }

  /** Verifies the link within {@link #paused}, as a step. */
  void during(String trigger) {
    steps.run(VERIFICATION, () -> verification(trigger));
  }

  /** From now on, the link is verified at these times, until a person sets others. */
  String set(Recurrence recurrence) {
    record.change(state -> state.with(state.standing().with(recurrence)));
    try {
      VerificationActivities.forChecks(SCHEDULE).ensureSchedule(owner, link());
    } catch (TemporalFailure failed) {
      throw ApplicationFailure.newNonRetryableFailureWithCause(
          "the schedule is not changed yet: "
              + Failures.problem(failed)
              + "; the next verification says so",
          "NotScheduled",
          failed);
    }
    return recurrence.isOff()
        ? "the link is verified on demand only"
        : "the link is verified " + recurrence.text();
  }

  /** How long until a verification is missing; empty if none is scheduled. */
  Optional<Duration> untilMissed() {
    if (recurrence().isOff()) {
      return Optional.empty();
    }
    Instant last =
        record.state().lastReport().map(Report::at).filter(lastMissed::isBefore).orElse(lastMissed);
    Duration left = Duration.between(WorkflowTime.now(), last.plus(recurrence().missedAfter()));
    return Optional.of(left.isNegative() ? Duration.ZERO : left);
  }

  /** Whether no verification is missing. */
  boolean hasReportedLately() {
    return untilMissed().filter(Duration::isZero).isEmpty();
  }

  /**
   * Verifies the link, because no verification has reported for so long: the schedule is gone, or
   * paused, and only this verification can find that out.
   */
  void insteadOfTheSchedule(CancellableWork work) {
    lastMissed = WorkflowTime.now();
    // Nothing changes the link now, so a pause for such a change is left over.
    resumeSchedule();
    try {
      onRequest(MISSED, work, () -> {});
    } catch (ApplicationFailure failed) {
      Workflow.getLogger(getClass()).warn("{}", failed.getOriginalMessage());
    }
  }

  /** The finished link, verified at the times that a person set last. */
  Link link() {
    return record.link().with(recurrence());
  }

  /** When the link is verified. */
  Recurrence recurrence() {
    return record.state().standing().recurrence().orElse(plan.verification().recurrence());
  }

  private Report verification(String trigger) {
    VerificationInput input = new VerificationInput(link(), trigger);
    Report report =
        children.run(
            Verification.class,
            ChildWorkflows.VERIFICATION,
            child -> Async.function(child::run, input),
            () -> {});
    reported(report);
    return asKept(report);
  }

  /** A verification has ended. */
  void reported(Report report) {
    SetupState before = record.state();
    record.change(state -> state.with(report));
    if (!record.state().equals(before)) {
      webhook.reported(asKept(report));
    }
    steps.show();
  }

  /** The report with what the setup knows from those before it. */
  private Report asKept(Report report) {
    return record.state().lastReport().filter(last -> last.at().equals(report.at())).orElse(report);
  }

  static List<String> stepNames() {
    return List.of(VERIFICATION, SCHEDULE);
  }
}
