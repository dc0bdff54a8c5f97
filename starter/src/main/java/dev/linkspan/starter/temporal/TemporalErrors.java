package dev.linkspan.starter.temporal;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.workflows.plan.Owner;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowQueryException;
import io.temporal.client.WorkflowQueryRejectedException;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.client.WorkflowUpdateTimeoutOrCancelledException;
import io.temporal.common.converter.DataConverterException;
import io.temporal.failure.TemporalFailure;
import io.temporal.worker.NonDeterministicException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Translates every exception of the Temporal client to one message for the user, which says what to
 * do, and an exit code. A message never contains a stack trace, although the server's own can: a
 * worker answers a query that fails with its whole stack trace.
 */
public final class TemporalErrors {
  private static final int LONGEST = 300;

  private TemporalErrors() {}

  /**
   * The result of the call.
   *
   * @param name the setup that the call is about
   * @throws CommandFailure if the setup does not exist or rejects the call, or if Temporal or a
   *     worker does not respond
   * @throws WorkflowFailedException if the workflow failed, for the caller to read the details
   */
  public static <T> T translate(String name, Supplier<T> call) {
    try {
      return call.get();
    } catch (WorkflowNotFoundException e) {
      throw CommandFailure.ofTemporal(
          ExitCode.NOT_FOUND,
          "There is no running setup named " + name + ". " + hint(name) + "See `linkspan list`.");
    } catch (WorkflowFailedException e) {
      if (e.getWorkflowCloseEventType() == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED) {
        throw e;
      }
      throw closed(e);
    } catch (RuntimeException e) {
      throw explain(e).map(RuntimeException.class::cast).orElse(e);
    }
  }

  /** People copy the ID of the workflow from the Temporal UI. */
  private static String hint(String name) {
    String prefix = Owner.setupWorkflowId("");
    return name.startsWith(prefix) && name.length() > prefix.length()
        ? "Write the name of the setup, which is a part of the ID of its workflow: "
            + name.substring(prefix.length())
            + ". "
        : "";
  }

  /** The result of the call; empty if Temporal knows no such workflow. */
  public static <T> Optional<T> ifFound(Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (WorkflowNotFoundException e) {
      return Optional.empty();
    }
  }

  /** The message and the exit code for an exception of the Temporal client; empty for any other. */
  public static Optional<CommandFailure> explain(Throwable thrown) {
    List<Throwable> chain = chain(thrown);
    return chain.stream()
        .filter(CommandFailure.class::isInstance)
        .map(CommandFailure.class::cast)
        .findFirst()
        .or(() -> chain.stream().flatMap(t -> ofType(t).stream()).findFirst())
        .or(() -> chain.stream().flatMap(t -> ofStatus(t).stream()).findFirst())
        .or(() -> chain.stream().flatMap(t -> ofRest(t).stream()).findFirst());
  }

  /** Whether the server refused only this call: it had too much to do, and the next can succeed. */
  public static boolean saysBusy(Throwable thrown) {
    return chain(thrown).stream()
        .anyMatch(
            t ->
                t instanceof StatusRuntimeException status
                    && status.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED);
  }

  private static List<Throwable> chain(Throwable thrown) {
    List<Throwable> chain = new ArrayList<>();
    for (@Nullable Throwable t = thrown; t != null && !chain.contains(t); t = t.getCause()) {
      chain.add(t);
    }
    return chain;
  }

  /** Exceptions whose type says what happened. */
  private static Optional<CommandFailure> ofType(Throwable t) {
    if (t instanceof WorkflowFailedException failed) {
      return Optional.of(closed(failed));
    }
    if (t instanceof WorkflowNotFoundException missing) {
      return failure(
          ExitCode.NOT_FOUND, "Temporal has no " + workflow(missing) + ". See `linkspan list`.");
    }
    if (t instanceof WorkflowUpdateException rejected) {
      return Optional.of(new CommandFailure(ExitCode.UNEXPECTED, rejection(rejected)));
    }
    if (t instanceof WorkflowExecutionAlreadyStarted started) {
      return failure(
          ExitCode.UNEXPECTED,
          "Another command has just started " + workflow(started) + ". Run the command again.");
    }
    if (t instanceof WorkflowQueryRejectedException rejected) {
      return failure(
          ExitCode.UNEXPECTED,
          "The "
              + workflow(rejected)
              + " has ended and answers no queries. See `linkspan list"
              + " --all`.");
    }
    if (t instanceof WorkflowQueryException failed) {
      return failure(
          ExitCode.UNEXPECTED,
          "The worker cannot answer for the "
              + workflow(failed)
              + ": "
              + sentence(reason(failed))
              + "\nUse the same version of the worker and of `linkspan`, and see the worker's log.");
    }
    if (t instanceof WorkflowUpdateTimeoutOrCancelledException || t instanceof TimeoutException) {
      return Optional.of(WorkerDiagnosis.noWorker(Optional.empty(), Instant.EPOCH));
    }
    // The SDK's form of a status CANCELLED.
    return t instanceof CancellationException canceled
        ? Optional.of(brokenOff(oneLine(canceled.getMessage(), LONGEST)))
        : Optional.empty();
  }

  /** Nothing here cancels a call: the server or a proxy broke it off, as one does that stops. */
  private static CommandFailure brokenOff(String said) {
    return CommandFailure.ofTemporal(
        ExitCode.TEMPORAL_UNREACHABLE,
        "Temporal broke off the call: " + sentence(said) + " Run the command again.");
  }

  private static CommandFailure closed(WorkflowFailedException closed) {
    String how =
        switch (closed.getWorkflowCloseEventType()) {
          case EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED -> "was terminated";
          case EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED -> "was canceled";
          case EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT -> "reached its timeout";
          default -> "failed";
        };
    String reason = reason(closed);
    return CommandFailure.ofTemporal(
        ExitCode.UNEXPECTED,
        "The "
            + workflow(closed)
            + " "
            + how
            + (reason.isEmpty() ? "." : ": " + sentence(reason))
            + " Run the command again to start a new one.");
  }

  /** The reason that the setup gave when it rejected an update. */
  private static String rejection(WorkflowUpdateException rejected) {
    String reason = reason(rejected);
    return reason.isEmpty()
        ? "The setup rejects the request. See its page in the Temporal UI."
        : reason;
  }

  /** The innermost message that the Temporal client got, in one line. */
  private static String reason(Throwable thrown) {
    String reason = "";
    for (Throwable t : chain(thrown)) {
      if (t instanceof TemporalFailure failure) {
        reason = text(failure.getOriginalMessage(), reason);
      } else if (t instanceof StatusRuntimeException status) {
        reason = text(status.getStatus().getDescription(), reason);
      }
    }
    return reason;
  }

  private static String text(@Nullable String message, String otherwise) {
    String line = oneLine(message, LONGEST);
    return line.isEmpty() ? otherwise : line;
  }

  private static Optional<CommandFailure> ofStatus(Throwable t) {
    if (t instanceof StatusRuntimeException status) {
      return Optional.of(ofStatus(status.getStatus()));
    }
    return t instanceof StatusException status
        ? Optional.of(ofStatus(status.getStatus()))
        : Optional.empty();
  }

  private static CommandFailure ofStatus(Status status) {
    String description = oneLine(status.getDescription(), LONGEST);
    String said = description.isEmpty() ? status.getCode().name() : description;
    return switch (status.getCode()) {
      case UNAVAILABLE ->
          CommandFailure.ofTemporal(
              ExitCode.TEMPORAL_UNREACHABLE,
              "Lost the connection to Temporal. Run the command again when it is reachable.");
      case DEADLINE_EXCEEDED, FAILED_PRECONDITION ->
          WorkerDiagnosis.noWorker(Optional.empty(), Instant.EPOCH);
      case NOT_FOUND -> CommandFailure.ofTemporal(ExitCode.NOT_FOUND, sentence(said));
      case INVALID_ARGUMENT, PERMISSION_DENIED, UNAUTHENTICATED, UNIMPLEMENTED ->
          CommandFailure.ofTemporal(
              ExitCode.USAGE,
              "Temporal rejects the request: "
                  + sentence(said)
                  + " Check the namespace and your permissions in it with `linkspan doctor`.");
      case RESOURCE_EXHAUSTED ->
          CommandFailure.ofTemporal(
              ExitCode.TEMPORAL_BUSY,
              "Temporal is too busy: " + sentence(said) + " Run the command again later.");
      case CANCELLED, ABORTED -> brokenOff(said);
      case OK, UNKNOWN, ALREADY_EXISTS, OUT_OF_RANGE, INTERNAL, DATA_LOSS ->
          CommandFailure.ofTemporal(
              ExitCode.UNEXPECTED,
              "Temporal reports an error: "
                  + sentence(said)
                  + " Run the command again; if it fails again, see the log of the server.");
    };
  }

  /** Exceptions that say nothing but their message. */
  private static Optional<CommandFailure> ofRest(Throwable t) {
    if (t instanceof DataConverterException) {
      return failure(
          ExitCode.UNEXPECTED,
          "Cannot read the answer of the worker: "
              + sentence(text(t.getMessage(), "it has an unknown form"))
              + "\nUse the same version of the worker and of `linkspan`.");
    }
    if (t instanceof NonDeterministicException) {
      return failure(
          ExitCode.WORKFLOW_FAILING,
          "The worker's code does not match the history of the workflow. Run the version of the"
              + " worker that wrote the history.");
    }
    if (t instanceof TemporalFailure failure) {
      return failure(
          ExitCode.UNEXPECTED,
          "The workflow failed: "
              + sentence(text(failure.getOriginalMessage(), failure.getClass().getSimpleName()))
              + " See its page in the Temporal UI.");
    }
    return t.getClass().getName().startsWith("io.temporal.")
        ? failure(
            ExitCode.UNEXPECTED,
            "The call to Temporal failed: "
                + sentence(innermost(t))
                + " Run the command again; to see the stack trace, set LINKSPAN_DEBUG=1.")
        : Optional.empty();
  }

  private static String innermost(Throwable thrown) {
    List<Throwable> chain = chain(thrown);
    Throwable last = chain.get(chain.size() - 1);
    String type = last.getClass().getSimpleName();
    String message = oneLine(last.getMessage(), LONGEST);
    return message.isEmpty() ? type : type + ": " + message;
  }

  private static String workflow(WorkflowException exception) {
    return "workflow " + exception.getExecution().getWorkflowId();
  }

  private static Optional<CommandFailure> failure(ExitCode code, String message) {
    return Optional.of(CommandFailure.ofTemporal(code, message));
  }

  private static String sentence(String text) {
    return text.endsWith(".") ? text : text + ".";
  }

  /** The first line of a message, which has no stack trace, and at most so many characters. */
  static String oneLine(@Nullable String message, int longest) {
    String first = message == null ? "" : message.strip().lines().findFirst().orElse("").strip();
    return first.length() <= longest ? first : first.substring(0, longest) + " ...";
  }
}
