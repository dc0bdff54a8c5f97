package dev.linkspan.starter.temporal;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.workflows.steps.TaskQueues;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Translates the exceptions of the Temporal client to messages for the user and exit codes. */
public final class TemporalErrors {
  private TemporalErrors() {}

  /**
   * The result of the call.
   *
   * @param name the setup that the call is about
   * @throws CommandFailure if the setup does not exist or rejects the call, or if Temporal or a
   *     worker does not respond
   */
  public static <T> T translate(String name, Supplier<T> call) {
    try {
      return call.get();
    } catch (WorkflowNotFoundException e) {
      throw new CommandFailure(
          ExitCode.NOT_FOUND, "There is no running setup named " + name + ". See `linkspan list`.");
    } catch (WorkflowUpdateException e) {
      throw new CommandFailure(ExitCode.UNEXPECTED, rejection(e));
    } catch (RuntimeException e) {
      throw translated(e);
    }
  }

  /** The result of the call; empty if Temporal knows no such workflow. */
  public static <T> Optional<T> ifFound(Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (WorkflowNotFoundException e) {
      return Optional.empty();
    }
  }

  /** The reason that the setup gave when it rejected an update. */
  private static String rejection(Throwable rejected) {
    for (@Nullable Throwable t = rejected; t != null; t = t.getCause()) {
      if (t instanceof ApplicationFailure failure) {
        return failure.getOriginalMessage();
      }
    }
    return String.valueOf(rejected.getMessage());
  }

  private static RuntimeException translated(RuntimeException e) {
    for (@Nullable Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof StatusRuntimeException status) {
        return translated(e, status.getStatus());
      }
    }
    return e;
  }

  private static RuntimeException translated(RuntimeException e, Status status) {
    return switch (status.getCode()) {
      case UNAVAILABLE ->
          new CommandFailure(ExitCode.TEMPORAL_UNREACHABLE, "Lost the connection to Temporal.");
      case DEADLINE_EXCEEDED, FAILED_PRECONDITION ->
          new CommandFailure(
              ExitCode.NO_WORKER,
              "No worker responds on task queue "
                  + TaskQueues.CONTROL
                  + ". Nothing is lost: the setup continues when a worker is running."
                  + "\nTo start the local worker, run `linkspan dev up worker`.");
      case NOT_FOUND ->
          new CommandFailure(ExitCode.NOT_FOUND, String.valueOf(status.getDescription()));
      case INVALID_ARGUMENT, PERMISSION_DENIED, UNAUTHENTICATED ->
          new CommandFailure(
              ExitCode.USAGE, "Temporal rejects the request: " + status.getDescription());
      default -> e;
    };
  }
}
