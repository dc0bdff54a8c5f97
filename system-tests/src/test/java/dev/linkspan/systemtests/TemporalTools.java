package dev.linkspan.systemtests;

import dev.linkspan.workflows.setup.PrivateLinkSetup;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowTaskFailedEventAttributes;
import io.temporal.api.workflowservice.v1.DeleteWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.ResetWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.WorkflowStub;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What people can do to a workflow with Temporal's own tools, and what its histories say. */
final class TemporalTools {
  /**
   * A reset writes the first, and a reset or termination during a workflow task the second; the
   * third means that a signal came while the worker closed the workflow, and the server asks again.
   */
  private static final Set<WorkflowTaskFailedCause> HARMLESS =
      EnumSet.of(
          WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_RESET_WORKFLOW,
          WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_FORCE_CLOSE_COMMAND,
          WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND);

  /**
   * The SDK's words when a workflow task of the server and what the worker has cached of the
   * workflow don't fit together: the task is from before the last one, or doesn't begin where that
   * ended. The SDK forgets what it has cached, and the next attempt replays the whole history. From
   * sdk-java's {@code ReplayWorkflowRunTaskHandler} and {@code WorkflowStateMachines}.
   */
  private static final List<String> STALE_CACHE =
      List.of(
          "Server history for the workflow is below the progress of the workflow on the worker",
          "History is out of order. There is a gap between the last event");

  private final WorkflowClient client;

  TemporalTools(WorkflowClient client) {
    this.client = client;
  }

  /** The newest run of a workflow. */
  WorkflowStub workflow(String workflowId) {
    return client.newUntypedWorkflowStub(workflowId);
  }

  /** The ID of the newest run. */
  String newestRun(String workflowId) {
    return workflow(workflowId).describe().getExecution().getRunId();
  }

  /** The IDs of the events at which a run can be reset: its completed workflow tasks. */
  List<Long> workflowTasks(String workflowId, String runId) {
    return history(workflowId, runId).stream()
        .filter(event -> event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED)
        .map(HistoryEvent::getEventId)
        .toList();
  }

  /** How often the newest run has scheduled activities of this type. */
  long scheduled(String workflowId, String activity) {
    return scheduled(history(workflowId, newestRun(workflowId)), activity);
  }

  /** The same for the time after the newest run received this signal. */
  long scheduledAfterSignal(String workflowId, String signal, String activity) {
    List<HistoryEvent> events = history(workflowId, newestRun(workflowId));
    HistoryEvent received =
        events.stream()
            .filter(HistoryEvent::hasWorkflowExecutionSignaledEventAttributes)
            .filter(
                event ->
                    event
                        .getWorkflowExecutionSignaledEventAttributes()
                        .getSignalName()
                        .equals(signal))
            .findFirst()
            .orElseThrow();
    return scheduled(events.subList(events.indexOf(received), events.size()), activity);
  }

  private static long scheduled(List<HistoryEvent> events, String activity) {
    return events.stream()
        .filter(HistoryEvent::hasActivityTaskScheduledEventAttributes)
        .map(event -> event.getActivityTaskScheduledEventAttributes().getActivityType().getName())
        .filter(activity::equals)
        .count();
  }

  List<HistoryEvent> history(String workflowId, String runId) {
    return client.fetchHistory(workflowId, runId).getEvents();
  }

  /** Resets a run to this event; signals and updates that came later are applied again. */
  String reset(String workflowId, String runId, long eventId) {
    return client
        .getWorkflowServiceStubs()
        .blockingStub()
        .resetWorkflowExecution(
            ResetWorkflowExecutionRequest.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .setWorkflowExecution(
                    WorkflowExecution.newBuilder().setWorkflowId(workflowId).setRunId(runId))
                .setWorkflowTaskFinishEventId(eventId)
                .setRequestId(UUID.randomUUID().toString())
                .setReason("a person's mistake")
                .build())
        .getRunId();
  }

  /** Deletes the newest run, which the server terminates first, and its history. */
  void delete(String workflowId) {
    client
        .getWorkflowServiceStubs()
        .blockingStub()
        .deleteWorkflowExecution(
            DeleteWorkflowExecutionRequest.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .setWorkflowExecution(
                    WorkflowExecution.newBuilder()
                        .setWorkflowId(workflowId)
                        .setRunId(newestRun(workflowId)))
                .build());
  }

  /** The workflow tasks of all workflows of a setup that failed because of workflow code. */
  List<String> failedWorkflowTasks(String setup) {
    return failedTasksOfWorkflows(PrivateLinkSetup.id(setup));
  }

  /** The same for all workflows whose IDs start like this. */
  List<String> failedTasksOfWorkflows(String idPrefix) {
    List<String> failed = new ArrayList<>();
    client
        .listExecutions("WorkflowId STARTS_WITH \"" + idPrefix + "\"")
        .map(WorkflowExecutionMetadata::getExecution)
        .forEach(
            run ->
                history(run.getWorkflowId(), run.getRunId()).stream()
                    .filter(HistoryEvent::hasWorkflowTaskFailedEventAttributes)
                    .map(HistoryEvent::getWorkflowTaskFailedEventAttributes)
                    .filter(task -> !isHarmless(task))
                    .forEach(task -> failed.add(text(run, task))));
    return failed;
  }

  private static boolean isHarmless(WorkflowTaskFailedEventAttributes task) {
    return HARMLESS.contains(task.getCause())
        || STALE_CACHE.stream().anyMatch(task.getFailure().getMessage()::startsWith);
  }

  private static String text(WorkflowExecution run, WorkflowTaskFailedEventAttributes task) {
    return run.getWorkflowId() + ": " + task.getCause() + ": " + task.getFailure().getMessage();
  }
}
