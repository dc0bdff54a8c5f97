package dev.linkspan.starter.temporal;

import dev.linkspan.starter.CommandFailure;
import dev.linkspan.starter.ExitCode;
import dev.linkspan.workflows.steps.TaskQueues;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import java.util.Optional;
import java.util.function.Supplier;

/** Sorts what can go wrong when a setup is asked, into messages for a person and exit codes. */
final class Answers {
  private Answers() {}

  /** The answer, or a {@link CommandFailure} that says why there is none. */
  static <T> T of(String name, Supplier<T> question) {
    try {
      return question.get();
    } catch (WorkflowNotFoundException e) {
      throw new CommandFailure(
          ExitCode.NOT_FOUND, "There is no running setup named " + name + ". See `linkspan list`.");
    } catch (WorkflowUpdateException e) {
      throw new CommandFailure(ExitCode.UNEXPECTED, refusal(e));
    } catch (RuntimeException e) {
      throw sorted(e);
    }
  }

  /** The answer, or nothing where nobody knows this workflow. */
  static <T> Optional<T> ofOptional(Supplier<T> question) {
    try {
      return Optional.of(question.get());
    } catch (WorkflowNotFoundException e) {
      return Optional.empty();
    }
  }

  /** The reason a setup gave for not taking an update. */
  static String refusal(Throwable refused) {
    for (Throwable t = refused; t != null; t = t.getCause()) {
      if (t instanceof ApplicationFailure failure) {
        return failure.getOriginalMessage();
      }
    }
    return String.valueOf(refused.getMessage());
  }

  private static RuntimeException sorted(RuntimeException e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof StatusRuntimeException status) {
        return sorted(e, status.getStatus());
      }
    }
    return e;
  }

  private static RuntimeException sorted(RuntimeException e, Status status) {
    return switch (status.getCode()) {
      case UNAVAILABLE ->
          new CommandFailure(ExitCode.TEMPORAL_UNREACHABLE, "Temporal does not answer any more.");
      case DEADLINE_EXCEEDED, FAILED_PRECONDITION ->
          new CommandFailure(
              ExitCode.NO_WORKER,
              "No worker answers on task queue "
                  + TaskQueues.CONTROL
                  + ". Nothing is lost: it goes on when one is there."
                  + "\nStart it: `linkspan dev up worker`");
      case NOT_FOUND ->
          new CommandFailure(ExitCode.NOT_FOUND, String.valueOf(status.getDescription()));
      case INVALID_ARGUMENT, PERMISSION_DENIED, UNAUTHENTICATED ->
          new CommandFailure(ExitCode.USAGE, "Temporal refuses: " + status.getDescription());
      default -> e;
    };
  }
}
