package dev.linkspan.workflows.steps;

import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;

/**
 * Why a step cannot continue without a person.
 *
 * @param problem what is wrong
 * @param remedy what to do before {@code retry}
 */
record ParkReason(String problem, String remedy) {
  private static final String GENERAL_REMEDY =
      "Find the failed activity or child workflow in the Temporal UI, and fix the cause.";

  /** The cause of type {@link Failures#NEEDS_PERSON} if there is one, else the innermost cause. */
  static ParkReason of(TemporalFailure failure) {
    Throwable innermost = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ApplicationFailure sorted
          && Failures.NEEDS_PERSON.equals(sorted.getType())) {
        return new ParkReason(sorted.getOriginalMessage(), remedyOf(sorted));
      }
      innermost = cause;
    }
    return new ParkReason(messageOf(innermost), GENERAL_REMEDY);
  }

  /** Both in one line. */
  String text() {
    return remedy.isBlank() ? problem : problem + " - " + remedy;
  }

  private static String remedyOf(ApplicationFailure sorted) {
    return sorted.getDetails().getSize() == 0
        ? GENERAL_REMEDY
        : sorted.getDetails().get(0, String.class);
  }

  private static String messageOf(Throwable failure) {
    String message =
        failure instanceof TemporalFailure temporal
            ? temporal.getOriginalMessage()
            : failure.getMessage();
    return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
  }
}
