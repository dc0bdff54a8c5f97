package dev.linkspan.activities.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.workflows.steps.Failures;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Activities that ask for a person. */
public final class NeedsPerson {
  private NeedsPerson() {}

  /** Checks that the activity parks and that its problem contains these texts. */
  public static AbstractThrowableAssert<?, ? extends Throwable> assertNeedsPerson(
      ThrowingCallable call, String... words) {
    return assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ActivityFailure.class,
            failure ->
                assertThat(failure.getCause())
                    .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        cause -> {
                          assertThat(cause.getType()).isEqualTo(Failures.NEEDS_PERSON);
                          assertThat(cause.getOriginalMessage()).contains(words);
                        }));
  }
}
