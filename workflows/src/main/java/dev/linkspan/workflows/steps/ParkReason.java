package dev.linkspan.workflows.steps;

import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.failure.TerminatedFailure;
import java.util.Optional;

/**
 * Why a step cannot continue without a person.
 *
 * @param problem what is wrong
 * @param remedy what to do before {@code retry}
 */
record ParkReason(String problem, String remedy) {
  private static final String GENERAL_REMEDY =
      "Find the failed activity or child workflow in the Temporal UI, and fix the cause.";

  private static final String STARTS_AGAIN =
      "`retry` starts it again, and it continues with what exists; `destroy` removes everything.";

  /**
   * The cause of type {@link Failures#NEEDS_PERSON} if there is one, else the end of a child
   * workflow that a person ended, else the innermost cause.
   */
  static ParkReason of(TemporalFailure failure) {
    Throwable innermost = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Optional<ParkReason> ended = endedByHand(cause);
      if (ended.isPresent()) {
        return ended.get();
      }
      if (cause instanceof ApplicationFailure sorted
          && Failures.NEEDS_PERSON.equals(sorted.getType())) {
        return new ParkReason(sorted.getOriginalMessage(), remedyOf(sorted));
      }
      innermost = cause;
    }
    return new ParkReason(messageOf(innermost), GENERAL_REMEDY);
  }

  private static Optional<ParkReason> endedByHand(Throwable failure) {
    if (!(failure instanceof ChildWorkflowFailure child)) {
      return Optional.empty();
    }
    String workflow = "the workflow " + child.getExecution().getWorkflowId();
    if (child.getCause() instanceof TerminatedFailure) {
      return Optional.of(new ParkReason(workflow + " was terminated", STARTS_AGAIN));
    }
    return child.getCause() instanceof CanceledFailure
        ? Optional.of(new ParkReason(workflow + " was canceled", STARTS_AGAIN))
        : Optional.empty();
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
