package dev.linkspan.activities.teardown;

import dev.linkspan.activities.execution.Poll;
import dev.linkspan.workflows.teardown.EarlierRunActivities;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends workflows with the client of the worker itself. */
public final class TemporalEarlierRunActivities implements EarlierRunActivities {
  private static final Logger LOG = LoggerFactory.getLogger(TemporalEarlierRunActivities.class);

  /** A canceled rollout takes ten minutes at most to bring back the broker that it stopped. */
  private static final Duration PATIENCE = Duration.ofMinutes(12);

  private static final Duration PAUSE = Duration.ofMillis(500);

  /** The server repeats a failing workflow task without end; one failure can be a crash. */
  private static final int FAILING_ATTEMPTS = 3;

  private static final String REASON = "the setup is destroyed without its workflow";

  private final Supplier<WorkflowClient> client;

  /**
   * @param client of the activity that runs
   */
  public TemporalEarlierRunActivities(Supplier<WorkflowClient> client) {
    this.client = client;
  }

  @Override
  public List<String> end(String setupWorkflow, List<String> children) {
    List<String> running = new ArrayList<>();
    for (String child : children) {
      Optional<DescribeWorkflowExecutionResponse> found = running(setupWorkflow, child);
      if (found.isPresent()) {
        running.add(child);
        LOG.info("workflow {} still runs: requesting its cancellation", child);
        ignoreClosed(() -> stub(child).cancel(REASON));
      }
    }
    for (String child : running) {
      awaitEnd(setupWorkflow, child);
    }
    return List.copyOf(running);
  }

  private void awaitEnd(String setupWorkflow, String child) {
    boolean ended =
        Poll.every(PAUSE)
            .atMost(PATIENCE)
            .until(
                () -> running(setupWorkflow, child).filter(found -> !isFailing(found)).isEmpty());
    if (!ended || running(setupWorkflow, child).isPresent()) {
      LOG.warn("workflow {} does not end when canceled: terminating it", child);
      ignoreClosed(() -> stub(child).terminate(REASON));
    }
  }

  private static boolean isFailing(DescribeWorkflowExecutionResponse found) {
    return found.hasPendingWorkflowTask()
        && found.getPendingWorkflowTask().getAttempt() >= FAILING_ATTEMPTS;
  }

  /** Empty unless this workflow runs and is a child of the setup. */
  private Optional<DescribeWorkflowExecutionResponse> running(String setupWorkflow, String child) {
    WorkflowClient temporal = client.get();
    try {
      DescribeWorkflowExecutionResponse found =
          temporal
              .getWorkflowServiceStubs()
              .blockingStub()
              .describeWorkflowExecution(
                  DescribeWorkflowExecutionRequest.newBuilder()
                      .setNamespace(temporal.getOptions().getNamespace())
                      .setExecution(WorkflowExecution.newBuilder().setWorkflowId(child))
                      .build());
      return Optional.of(found)
          .filter(
              f ->
                  f.getWorkflowExecutionInfo().getStatus()
                      == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING)
          .filter(
              f ->
                  f.getWorkflowExecutionInfo()
                      .getParentExecution()
                      .getWorkflowId()
                      .equals(setupWorkflow));
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private WorkflowStub stub(String workflowId) {
    return client.get().newUntypedWorkflowStub(workflowId);
  }

  private static void ignoreClosed(Runnable request) {
    try {
      request.run();
    } catch (WorkflowNotFoundException closed) {
      LOG.debug("the workflow has closed meanwhile");
    }
  }
}
