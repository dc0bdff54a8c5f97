package dev.linkspan.starter.temporal;

import com.google.protobuf.util.Timestamps;
import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.workflows.steps.TaskQueues;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.client.WorkflowUpdateHandle;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptor;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowClientInterceptorBase;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why a workflow does not answer: its code fails in every attempt, or no worker polls its
 * task queue. Queries, updates and signals to a workflow whose code fails end with a {@link
 * CommandFailure} instead of a timeout.
 */
public final class WorkerDiagnosis extends WorkflowClientInterceptorBase {
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(3);

  /** A worker's poll lasts up to a minute, so a worker that runs was seen within this time. */
  private static final Duration POLL = Duration.ofSeconds(70);

  private static final int FAILS_AGAIN = 2;
  private static final int KEEPS_FAILING = 3;
  private static final Set<Status.Code> NO_ANSWER =
      EnumSet.of(Status.Code.DEADLINE_EXCEEDED, Status.Code.FAILED_PRECONDITION);

  private final WorkflowServiceStubs service;
  private final String namespace;

  public WorkerDiagnosis(WorkflowServiceStubs service, String namespace) {
    this.service = service;
    this.namespace = namespace;
  }

  @Override
  public WorkflowClientCallsInterceptor workflowClientCallsInterceptor(
      WorkflowClientCallsInterceptor next) {
    return new WorkflowClientCallsInterceptorBase(next) {
      @Override
      public <R> QueryOutput<R> query(QueryInput<R> input) {
        requireNoFailure(input.getWorkflowExecution(), KEEPS_FAILING);
        try {
          return super.query(input);
        } catch (RuntimeException e) {
          if (!isUnanswered(e)) {
            throw e;
          }
          requireNoFailure(input.getWorkflowExecution(), FAILS_AGAIN);
          throw noWorker(lastPoll(), Instant.now());
        }
      }

      @Override
      public WorkflowSignalOutput signal(WorkflowSignalInput input) {
        requireNoFailure(input.getWorkflowExecution(), KEEPS_FAILING);
        return super.signal(input);
      }

      @Override
      public <R> WorkflowUpdateHandle<R> startUpdate(StartUpdateInput<R> input) {
        requireNoFailure(input.getWorkflowExecution(), KEEPS_FAILING);
        return super.startUpdate(input);
      }
    };
  }

  private void requireNoFailure(WorkflowExecution execution, int attempts) {
    WorkflowTaskFailure.find(service, namespace, execution, attempts)
        .map(WorkflowTaskFailure::asCommandFailure)
        .ifPresent(
            failure -> {
              throw failure;
            });
  }

  static boolean isUnanswered(Throwable thrown) {
    for (@Nullable Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof StatusRuntimeException failed) {
        Status status = failed.getStatus();
        return NO_ANSWER.contains(status.getCode()) || isBehindAnother(status);
      }
    }
    return false;
  }

  /** While no worker answers, the server keeps one query of a workflow, and refuses the next. */
  private static boolean isBehindAnother(Status status) {
    return status.getCode() == Status.Code.RESOURCE_EXHAUSTED
        && status.getDescription() != null
        && status.getDescription().contains("query buffer is full");
  }

  /** When a worker last asked for workflow tasks; empty if the server knows of none. */
  private Optional<Instant> lastPoll() {
    try {
      return service
          .blockingStub()
          .withDeadlineAfter(CALL_TIMEOUT)
          .describeTaskQueue(
              DescribeTaskQueueRequest.newBuilder()
                  .setNamespace(namespace)
                  .setTaskQueue(TaskQueue.newBuilder().setName(TaskQueues.CONTROL))
                  .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW)
                  .build())
          .getPollersList()
          .stream()
          .map(poller -> Instant.ofEpochMilli(Timestamps.toMillis(poller.getLastAccessTime())))
          .max(Instant::compareTo);
    } catch (StatusRuntimeException e) {
      return Optional.empty();
    }
  }

  /** The failure of a command that no worker answers. */
  static CommandFailure noWorker(Optional<Instant> lastPoll, Instant now) {
    boolean polls = lastPoll.filter(at -> at.plus(POLL).isAfter(now)).isPresent();
    String seen =
        lastPoll.map(at -> "; one was last seen " + age(Duration.between(at, now))).orElse("");
    String nothingLost = " Nothing is lost: the setup continues when a worker is running.";
    return CommandFailure.ofTemporal(
        ExitCode.NO_WORKER,
        "No worker responds on task queue "
            + TaskQueues.CONTROL
            + seen
            + "."
            + nothingLost
            + (polls
                ? "\nIf it is still running, it is busy or just starting: try again, or see its log."
                : "")
            + "\nStart a worker; for the local stack, run `linkspan dev up worker`.");
  }

  private static String age(Duration since) {
    return since.toSeconds() < 120
        ? Math.max(0, since.toSeconds()) + " s ago"
        : since.toMinutes() + " min ago";
  }
}
