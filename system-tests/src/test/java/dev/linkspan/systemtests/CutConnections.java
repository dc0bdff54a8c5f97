package dev.linkspan.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.client.WorkflowClient;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * For each activity that a workflow schedules, cuts one SSH connection to the activity's machine.
 * Machines have several connections, so a cut can hit another activity: types that have to be
 * interrupted are cut again until one of their activities is in its second attempt. Stops when
 * closed.
 */
final class CutConnections implements AutoCloseable {
  private static final int POLL_MILLIS = 200;

  /** Numbers of bytes after which the cut hits a login, a request or a response. */
  private static final List<Integer> BYTES = List.of(300, 2_000, 5_000);

  private static final int AT_ONCE = 1;

  /** A cut waits until a connection carries data, so more of them would pile up. */
  private static final int POLLS_BETWEEN_CUTS = 8;

  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final LocalStack stack;
  private final WorkflowClient client;
  private final SandboxControl sandbox;
  private final AdoptedCluster cluster;
  private final String workflow;
  private final Set<String> notInterrupted;
  private final Set<Long> seen = new HashSet<>();
  private int turn;
  private int polls;

  /**
   * @param certainly types of activities that are interrupted for sure
   */
  CutConnections(
      LocalStack stack, AdoptedCluster cluster, String workflow, List<String> certainly) {
    this.stack = stack;
    this.notInterrupted = new HashSet<>(certainly);
    this.client = stack.client();
    this.sandbox = stack.sandbox();
    this.cluster = cluster;
    this.workflow = workflow;
  }

  /** Starts with the activities that are scheduled from now on. */
  void start() {
    scheduled().forEach(event -> seen.add(event.getEventId()));
    var unused =
        clock.scheduleWithFixedDelay(this::cutNew, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
  }

  private List<HistoryEvent> scheduled() {
    return client.fetchHistory(workflow).getEvents().stream()
        .filter(HistoryEvent::hasActivityTaskScheduledEventAttributes)
        .toList();
  }

  private void cutNew() {
    boolean again = ++polls % POLLS_BETWEEN_CUTS == 0;
    Map<String, Integer> attempts = new HashMap<>();
    for (PendingActivityInfo running : stack.server().runningActivities(workflow)) {
      attempts.put(running.getActivityId(), running.getAttempt());
      if (running.getAttempt() > 1) {
        notInterrupted.remove(running.getActivityType().getName());
      }
    }
    for (HistoryEvent event : scheduled()) {
      ActivityTaskScheduledEventAttributes activity =
          event.getActivityTaskScheduledEventAttributes();
      if (seen.add(event.getEventId())) {
        machine(activity).ifPresent(id -> sandbox.cutSsh(id, BYTES.get(turn++ % BYTES.size())));
      } else if (again
          && notInterrupted.contains(activity.getActivityType().getName())
          && attempts.getOrDefault(activity.getActivityId(), 0) == 1) {
        machine(activity).ifPresent(id -> sandbox.cutSsh(id, AT_ONCE));
      }
    }
  }

  private Optional<String> machine(ActivityTaskScheduledEventAttributes activity) {
    String type = activity.getActivityType().getName();
    if (type.startsWith("Broker_")) {
      return cluster.brokers().stream()
          .filter(broker -> isAbout(activity, broker.path("address").asText()))
          .map(broker -> broker.path("instanceId").asText())
          .findFirst();
    }
    JsonNode bastion = cluster.description().path("bastion");
    return type.startsWith("Cluster_") || type.startsWith("Audit_")
        ? Optional.of(bastion.path("instanceId").asText())
        : Optional.empty();
  }

  private static boolean isAbout(ActivityTaskScheduledEventAttributes activity, String address) {
    return activity.getInput().getPayloadsList().stream()
        .map(Payload::getData)
        .anyMatch(data -> data.toStringUtf8().contains("\"" + address + "\""));
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
