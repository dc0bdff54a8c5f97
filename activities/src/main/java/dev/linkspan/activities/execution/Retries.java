package dev.linkspan.activities.execution;

import dev.linkspan.workflows.steps.FailingActivity;
import io.temporal.activity.ActivityInfo;
import io.temporal.client.ActivityCompletionException;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Optional;

/** What the server does after an attempt of an activity has failed. */
final class Retries {
  private static final RetryOptions SERVER_DEFAULTS =
      RetryOptions.newBuilder().validateBuildWithDefaults();
  private static final int LONGEST_MESSAGE = 2_000;

  private Retries() {}

  /** Whether a failure of this kind is retried at all. */
  static boolean retryable(Throwable failure) {
    return !(failure instanceof ActivityCompletionException)
        && !(failure instanceof ApplicationFailure application && application.isNonRetryable());
  }

  /** The time until the next attempt; empty if the failure is not retried, or was the last one. */
  static Optional<Duration> delay(ActivityInfo info, Throwable failure) {
    int most = options(info).getMaximumAttempts();
    if (!retryable(failure) || (most > 0 && info.getAttempt() >= most)) {
      return Optional.empty();
    }
    return askedDelay(failure).or(() -> Optional.of(delayAfter(info, info.getAttempt())));
  }

  /** The time that the failure itself asks for, as a provider that throttles does. */
  static Optional<Duration> askedDelay(Throwable failure) {
    return failure instanceof ApplicationFailure application
        ? Optional.ofNullable(application.getNextRetryDelay())
        : Optional.empty();
  }

  /** The time between the end of this attempt and the start of the next one. */
  static Duration delayAfter(ActivityInfo info, int attempt) {
    return Duration.ofMillis(options(info).calculateSleepTime(attempt));
  }

  static RetryOptions options(ActivityInfo info) {
    RetryOptions options = info.getRetryOptions();
    return options == null || options.getInitialInterval() == null ? SERVER_DEFAULTS : options;
  }

  /** The message of a failure in one line; holds no secret, since the workflow's history has it. */
  static String message(Throwable failure) {
    String message =
        failure instanceof ApplicationFailure application
            ? application.getOriginalMessage()
            : failure.getMessage();
    return FailingActivity.bounded(
        message == null || message.isBlank() ? failure.getClass().getSimpleName() : message,
        LONGEST_MESSAGE);
  }
}
