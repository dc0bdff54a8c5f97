package dev.linkspan.activities.execution;

import dev.linkspan.workflows.steps.FailingActivity;
import dev.linkspan.workflows.steps.Message;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowTargetOptions;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends notices from activities to their own workflows. In the background and in order: a server
 * that does not answer holds up no activity. A notice that does not arrive is lost.
 */
final class WorkflowNotices {
  private static final Logger LOG = LoggerFactory.getLogger(WorkflowNotices.class);
  private static final int MOST_WAITING = 1_000;
  private static final ThreadPoolExecutor SENDER = sender();

  private WorkflowNotices() {}

  private static ThreadPoolExecutor sender() {
    return new ThreadPoolExecutor(
        1,
        1,
        0,
        TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(MOST_WAITING),
        task -> {
          Thread thread = new Thread(task, "workflow-notices");
          thread.setDaemon(true);
          return thread;
        },
        new ThreadPoolExecutor.DiscardPolicy());
  }

  static void send(ActivityExecutionContext activity, FailingActivity notice) {
    ActivityInfo info = activity.getInfo();
    try {
      WorkflowClient client = activity.getWorkflowClient();
      WorkflowTargetOptions workflow =
          WorkflowTargetOptions.newBuilder()
              .setWorkflowId(info.getWorkflowId())
              .setRunId(info.getWorkflowRunId())
              .build();
      Message message = Message.failingActivity(info.getWorkflowId(), notice);
      SENDER.execute(() -> send(client, workflow, message));
    } catch (RuntimeException e) {
      LOG.debug("no notice to the workflow: {}", e.toString());
    }
  }

  private static void send(WorkflowClient client, WorkflowTargetOptions workflow, Message message) {
    try {
      client.newUntypedWorkflowStub(workflow).signal(Message.SIGNAL, message);
    } catch (RuntimeException e) {
      // The workflow has closed, or the server cannot be reached.
      LOG.debug("notice to workflow {} is lost: {}", workflow.getWorkflowId(), e.toString());
    }
  }
}
