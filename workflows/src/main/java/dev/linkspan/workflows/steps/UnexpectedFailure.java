package dev.linkspan.workflows.steps;

import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.worker.NonDeterministicException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Optional;

/**
 * An exception of workflow code that no code expects: a fault of Linkspan, or an input that it does
 * not handle. Left alone, it fails the workflow task without end, and the workflow answers nobody.
 */
final class UnexpectedFailure {
  private static final String PACKAGE = "dev.linkspan.";
  private static final int LONGEST_MESSAGE = 500;
  private static final String REMEDY =
      "Linkspan does not handle this, which is a fault of it: report this text and the worker's log."
          + " If an input is odd, fix it and retry.";

  private UnexpectedFailure() {}

  /**
   * Whether this is such an exception. The failures of Temporal and of steps that were given up
   * have their own handling; a non-deterministic workflow must fail its task.
   */
  static boolean is(Throwable thrown) {
    return thrown instanceof RuntimeException
        && !(thrown instanceof TemporalFailure)
        && !(thrown instanceof NonDeterministicException)
        && !(thrown instanceof Steps.Abandoned);
  }

  /** The failure that parks a step, with the exception, its place, and what to do. */
  static ApplicationFailure of(RuntimeException caught) {
    RuntimeException unexpected = thrownByConstructor(caught).orElse(caught);
    String message = unexpected.getMessage() == null ? "" : ": " + unexpected.getMessage();
    String problem =
        "unexpected %s%s%s"
            .formatted(
                unexpected.getClass().getSimpleName(),
                place(unexpected).map(at -> " at " + at).orElse(""),
                message);
    return ApplicationFailure.newNonRetryableFailureWithCause(
        PersonalText.clean(problem, LONGEST_MESSAGE), Failures.NEEDS_PERSON, unexpected, REMEDY);
  }

  /** The SDK calls a workflow's constructor by reflection, which wraps what it throws. */
  private static Optional<RuntimeException> thrownByConstructor(RuntimeException caught) {
    return caught.getCause() instanceof InvocationTargetException wrapper
            && wrapper.getCause() instanceof RuntimeException thrown
        ? Optional.of(thrown)
        : Optional.empty();
  }

  /** The first line of Linkspan's own code. */
  private static Optional<String> place(RuntimeException unexpected) {
    return Arrays.stream(unexpected.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith(PACKAGE))
        .findFirst()
        .map(frame -> frame.getFileName() + ":" + frame.getLineNumber());
  }
}
