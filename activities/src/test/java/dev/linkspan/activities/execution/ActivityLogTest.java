package dev.linkspan.activities.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.steps.Failures;
import io.temporal.activity.ActivityInfo;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ApplicationFailure;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ActivityLogTest {
  private static final RetryOptions THREE_ATTEMPTS =
      RetryOptions.newBuilder()
          .setInitialInterval(Duration.ofSeconds(2))
          .setBackoffCoefficient(2)
          .setMaximumAttempts(3)
          .build();

  @Test
  void saysThatAStepParks() {
    assertThat(next(1, Failures.needsPerson("the disk is full", "make room")))
        .isEqualTo("the step parks until a person acts");
  }

  @Test
  void saysThatANonRetryableFailureIsFinal() {
    assertThat(next(1, ApplicationFailure.newNonRetryableFailure("no", "NO")))
        .isEqualTo("it is not retried");
  }

  @Test
  void saysWhenTheNextAttemptFollows() {
    assertThat(next(2, new IllegalStateException("not yet")))
        .isEqualTo("attempt 3 follows in 4.0 s");
  }

  @Test
  void saysThatTheLastAttemptFailed() {
    assertThat(next(3, new IllegalStateException("not yet")))
        .isEqualTo("it is not retried: attempt 3 of 3");
  }

  @Test
  void takesTheDelayThatTheFailureAsksFor() {
    ApplicationFailure busy =
        ApplicationFailure.newBuilder()
            .setMessage("busy")
            .setType("BUSY")
            .setNextRetryDelay(Duration.ofMinutes(3))
            .build();
    assertThat(next(1, busy)).isEqualTo("attempt 2 follows in 3 min 0 s");
  }

  @Test
  void assumesTheServersDefaultsWithoutRetryOptions() {
    assertThat(ActivityLog.next(info(1, Optional.empty()), new IllegalStateException("not yet")))
        .isEqualTo("attempt 2 follows in 1.0 s");
  }

  private static String next(int attempt, Throwable failure) {
    return ActivityLog.next(info(attempt, Optional.of(THREE_ATTEMPTS)), failure);
  }

  private static ActivityInfo info(int attempt, Optional<RetryOptions> retries) {
    return (ActivityInfo)
        Proxy.newProxyInstance(
            ActivityInfo.class.getClassLoader(),
            new Class<?>[] {ActivityInfo.class},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "getAttempt" -> attempt;
                  case "getRetryOptions" -> retries.orElse(null);
                  default -> null;
                });
  }
}
