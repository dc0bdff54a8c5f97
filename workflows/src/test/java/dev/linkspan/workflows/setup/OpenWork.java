package dev.linkspan.workflows.setup;

import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.WorkflowExecutionHistory;

/**
 * The unfinished work of a workflow, according to its history.
 *
 * @param activities the number of activities that are scheduled and have not ended
 * @param messages the number of unconfirmed signals to other workflows and starts of children
 * @param workflowTask whether the worker has events to process
 */
record OpenWork(int activities, int messages, boolean workflowTask) {
  static final OpenWork NONE = new OpenWork(0, 0, false);

  static OpenWork in(WorkflowExecutionHistory history) {
    int activities = 0;
    int messages = 0;
    boolean workflowTask = false;
    for (HistoryEvent event : history.getEvents()) {
      EventType type = event.getEventType();
      activities += activities(type);
      messages += messages(type);
      if (type == EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED) {
        workflowTask = true;
      } else if (type == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED) {
        workflowTask = false;
      }
    }
    return new OpenWork(activities, messages, workflowTask);
  }

  private static int activities(EventType type) {
    return switch (type) {
      case EVENT_TYPE_ACTIVITY_TASK_SCHEDULED -> 1;
      case EVENT_TYPE_ACTIVITY_TASK_COMPLETED,
          EVENT_TYPE_ACTIVITY_TASK_FAILED,
          EVENT_TYPE_ACTIVITY_TASK_CANCELED,
          EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT ->
          -1;
      default -> 0;
    };
  }

  private static int messages(EventType type) {
    return switch (type) {
      case EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED,
          EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED ->
          1;
      case EVENT_TYPE_EXTERNAL_WORKFLOW_EXECUTION_SIGNALED,
          EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_FAILED,
          EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_STARTED,
          EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_FAILED ->
          -1;
      default -> 0;
    };
  }

  OpenWork and(OpenWork other) {
    return new OpenWork(
        activities + other.activities,
        messages + other.messages,
        workflowTask || other.workflowTask);
  }
}
