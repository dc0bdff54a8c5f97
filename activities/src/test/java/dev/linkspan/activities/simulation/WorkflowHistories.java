package dev.linkspan.activities.simulation;

import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.rollout.ListenerRollout;
import dev.linkspan.workflows.setup.PrivateLinkSetup;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** The histories of the workflows of one setup. */
record WorkflowHistories(WorkflowClient client, List<String> workflows) {
  private static final Set<EventType> WORKFLOW_TASK_OPEN =
      Set.of(
          EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED,
          EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED,
          EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED,
          EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT);

  private static final int LAST_EVENTS = 8;

  static WorkflowHistories of(WorkflowClient client, Plan plan) {
    List<String> ids = new ArrayList<>();
    ids.add(PrivateLinkSetup.id(plan.name()));
    for (String child : List.of("kafka", "exposure", "approval", "verification", "teardown")) {
      ids.add(PrivateLinkSetup.id(plan.name()) + "-" + child);
    }
    ids.add(ListenerRollout.id(plan.cluster().clusterId()));
    return new WorkflowHistories(client, ids);
  }

  /** The number of events where no workflow has an open workflow task; empty otherwise. */
  OptionalInt eventsWhenIdle() {
    int events = 0;
    for (String id : workflows) {
      List<HistoryEvent> history = history(id);
      if (hasOpenWorkflowTask(history)) {
        return OptionalInt.empty();
      }
      events += history.size();
    }
    return OptionalInt.of(events);
  }

  private static boolean hasOpenWorkflowTask(List<HistoryEvent> history) {
    for (int i = history.size() - 1; i >= 0; i--) {
      EventType type = history.get(i).getEventType();
      if (type == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED) {
        return false;
      } else if (WORKFLOW_TASK_OPEN.contains(type)) {
        return true;
      }
    }
    return !history.isEmpty();
  }

  private List<HistoryEvent> history(String id) {
    try {
      return client.fetchHistory(id).getEvents();
    } catch (StatusRuntimeException notStarted) {
      return List.of();
    }
  }

  /** The last events of each workflow, for the report of a failed run. */
  String lastEvents() {
    StringBuilder text = new StringBuilder();
    for (String id : workflows) {
      List<HistoryEvent> history = history(id);
      text.append("  ").append(id).append(':');
      history.subList(Math.max(0, history.size() - LAST_EVENTS), history.size()).stream()
          .map(event -> event.getEventType().name().replace("EVENT_TYPE_", ""))
          .forEach(name -> text.append(' ').append(name));
      text.append('\n');
    }
    return text.toString();
  }
}
