package dev.linkspan.activities.execution;

import dev.linkspan.workflows.steps.Failures;
import io.temporal.activity.ActivityInfo;
import io.temporal.client.ActivityCanceledException;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.ActivityWorkerShutdownException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log lines of one execution of an activity. Failures are logged by their message, which holds
 * no secret since it is also part of the workflow's history; only a programming error is logged
 * with its stack trace.
 */
final class ActivityLog {
  private static final Logger LOG = LoggerFactory.getLogger(ActivityLog.class);
  private static final List<Class<? extends Throwable>> PROGRAMMING_ERRORS =
      List.of(
          Error.class,
          NullPointerException.class,
          ClassCastException.class,
          IllegalArgumentException.class,
          IndexOutOfBoundsException.class,
          UnsupportedOperationException.class);

  private final ActivityInfo info;
  private final long start = System.nanoTime();

  private ActivityLog(ActivityInfo info) {
    this.info = info;
  }

  static ActivityLog start(ActivityInfo info) {
    LOG.debug("{} started", info.getActivityType());
    return new ActivityLog(info);
  }

  void completed() {
    LOG.info("{} completed in {}", info.getActivityType(), elapsed());
  }

  void failed(Throwable failure) {
    if (failure instanceof ActivityCompletionException stop) {
      LOG.info("{} stopped after {}: {}", info.getActivityType(), elapsed(), reason(stop));
    } else if (PROGRAMMING_ERRORS.stream().anyMatch(type -> type.isInstance(failure))) {
      LOG.warn(
          "{} failed after {}; {}",
          info.getActivityType(),
          elapsed(),
          next(info, failure),
          failure);
    } else {
      LOG.warn(
          "{} failed after {}: {}; {}",
          info.getActivityType(),
          elapsed(),
          Retries.message(failure),
          next(info, failure));
    }
  }

  private static String reason(ActivityCompletionException stop) {
    if (stop instanceof ActivityCanceledException) {
      return "it is cancelled";
    }
    return stop instanceof ActivityWorkerShutdownException
        ? "the worker shuts down"
        : "the server no longer waits for it (" + stop.getClass().getSimpleName() + ")";
  }

  /** What follows the failure of this attempt. */
  static String next(ActivityInfo info, Throwable failure) {
    if (failure instanceof ApplicationFailure application
        && Failures.NEEDS_PERSON.equals(application.getType())) {
      return "the step parks until a person acts";
    }
    if (!Retries.retryable(failure)) {
      return "it is not retried";
    }
    return Retries.delay(info, failure)
        .map(delay -> "attempt " + (info.getAttempt() + 1) + " follows in " + format(delay))
        .orElseGet(
            () ->
                "it is not retried: attempt "
                    + info.getAttempt()
                    + " of "
                    + Retries.options(info).getMaximumAttempts());
  }

  private String elapsed() {
    return format(Duration.ofNanos(System.nanoTime() - start));
  }

  private static String format(Duration time) {
    return time.toMinutes() < 2
        ? String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0)
        : time.toMinutes() + " min " + time.toSecondsPart() + " s";
  }
}
