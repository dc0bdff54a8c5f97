package dev.linkspan.activities.execution;

import dev.linkspan.workflows.steps.ActivityCall;
import dev.linkspan.workflows.steps.FailingActivity;
import dev.linkspan.workflows.steps.Failures;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * What one attempt of an activity makes known when it fails: from the second failure on, the
 * workflow hears of it; a series of failures that does not end becomes a failure that parks the
 * step.
 */
final class FailedAttempts {
  private static final Set<Integer> FIRST_NOTICES = Set.of(2, 3, 5, 8);
  private static final int NOTICE_EVERY = 4;

  private final ActivityExecutionContext activity;
  private final ActivityInfo info;
  private final ActivityCall call;
  private final Duration parksAfter;
  private final InstantSource clock;
  private final Optional<FailureSeries> before;

  /**
   * An attempt that starts now.
   *
   * @param parksAfter how long a series of failures may go on
   */
  FailedAttempts(
      ActivityExecutionContext activity,
      ActivityCall call,
      Duration parksAfter,
      InstantSource clock) {
    this.activity = activity;
    this.info = activity.getInfo();
    this.call = call;
    this.parksAfter = parksAfter;
    this.clock = clock;
    Instant start = clock.instant();
    this.before = FailureDetails.read(activity).filter(series -> series.continuesAt(start));
  }

  /** The failures before this attempt. */
  Optional<FailureSeries> before() {
    return before;
  }

  /** The attempt has succeeded. */
  void succeeded() {
    if (info.getAttempt() > 2) {
      notifyWorkflow(FailingActivity.recovered(call.step(), call.summary(), info.getAttempt()));
    }
  }

  /** The attempt has failed; returns the failure that the step parks with, if it does. */
  Optional<ApplicationFailure> failed(Throwable failure) {
    return Retries.delay(info, failure).flatMap(delay -> failed(failure, delay));
  }

  private Optional<ApplicationFailure> failed(Throwable failure, Duration delay) {
    Instant now = clock.instant();
    Instant nextTry = now.plus(delay);
    String error = Retries.message(failure);
    FailureSeries series =
        before
            .map(earlier -> earlier.and(error, nextTry))
            .orElseGet(() -> FailureSeries.beginning(now, error, nextTry));
    if (parks(failure) && series.endless(now, parksAfter)) {
      return Optional.of(parked(series, now, remedy(failure)));
    }
    FailureDetails.write(activity, series);
    if (worthANotice(error)) {
      notifyWorkflow(
          new FailingActivity(
              call.step(),
              call.summary(),
              info.getAttempt(),
              error,
              Optional.of(nextTry),
              Optional.of(delay).filter(Retries.delayAfter(info, info.getAttempt() + 1)::equals)));
    }
    return Optional.empty();
  }

  /**
   * An activity outside of a step has nothing to park, and its failure would end the workflow. An
   * activity with few attempts ends by itself. A provider that names the time of the next attempt,
   * because it throttles, is to be waited for.
   */
  private boolean parks(Throwable failure) {
    return !call.step().isEmpty()
        && call.maximumAttempts() == 0
        && Retries.askedDelay(failure).isEmpty();
  }

  private static String remedy(Throwable failure) {
    return failure instanceof Advised advised
        ? advised.remedy()
        : "fix the cause that the error names, then retry: the attempts begin again";
  }

  private ApplicationFailure parked(FailureSeries series, Instant now, String remedy) {
    Duration time = Duration.between(series.since(), now);
    String problem =
        "%s failed %d times in %s: %s"
            .formatted(
                call.summary(),
                series.failures(),
                time.toMinutes() < 2 ? time.toSeconds() + " s" : time.toMinutes() + " minutes",
                series.error());
    return Failures.needsPerson(problem, remedy);
  }

  /** Errors often differ in an ID or an address only, so digits do not count. */
  private boolean worthANotice(String error) {
    int attempt = info.getAttempt();
    boolean due = FIRST_NOTICES.contains(attempt) || (attempt > 8 && attempt % NOTICE_EVERY == 0);
    boolean changed =
        before.filter(series -> !kind(series.error()).equals(kind(error))).isPresent();
    return due || changed;
  }

  private static String kind(String error) {
    return error.replaceAll("[0-9A-Fa-f-]{8,}|[0-9]+", "#");
  }

  private void notifyWorkflow(FailingActivity notice) {
    WorkflowNotices.send(activity, notice);
  }
}
