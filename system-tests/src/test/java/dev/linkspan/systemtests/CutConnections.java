package dev.linkspan.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * For each activity that a workflow begins, an SSH connection to the machine it works on breaks off
 * once; until closed.
 */
final class CutConnections implements AutoCloseable {
  private static final int LOOK_MILLIS = 200;

  /** A cut falls into a question, an answer, or a login. */
  private static final List<Integer> BYTES = List.of(300, 2_000, 5_000);

  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final WorkflowClient client;
  private final SandboxControl sandbox;
  private final AdoptedCluster cluster;
  private final String workflow;
  private final Set<Long> seen = new HashSet<>();
  private int turn;

  CutConnections(LocalStack stack, AdoptedCluster cluster, String workflow) {
    this.client = stack.client();
    this.sandbox = stack.sandbox();
    this.cluster = cluster;
    this.workflow = workflow;
  }

  /** Begins with the activities that come from now on. */
  void begin() {
    begun().forEach(event -> seen.add(event.getEventId()));
    var unused =
        clock.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private List<HistoryEvent> begun() {
    return client.fetchHistory(workflow).getEvents().stream()
        .filter(HistoryEvent::hasActivityTaskScheduledEventAttributes)
        .toList();
  }

  private void look() {
    for (HistoryEvent event : begun()) {
      if (seen.add(event.getEventId())) {
        machine(event.getActivityTaskScheduledEventAttributes())
            .ifPresent(id -> sandbox.cutSsh(id, BYTES.get(turn++ % BYTES.size())));
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
    JsonNode bastion = cluster.found().path("bastion");
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
