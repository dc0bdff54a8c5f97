package dev.linkspan.probe.removal;

import dev.linkspan.probe.client.BrokerConnection;
import dev.linkspan.probe.client.HostPort;
import dev.linkspan.probe.client.KafkaClients;
import dev.linkspan.probe.protocol.MoveReplicasRequest;
import dev.linkspan.probe.protocol.MoveReplicasResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.PartitionReassignment;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;

/**
 * Moves replicas away from brokers, a few partitions at a time. Kafka keeps the old replicas of a
 * partition until the new ones are in sync. Each call starts what is due and reports what is left;
 * another call goes on, whoever made the first one.
 */
public final class ReplicaMove {
  /** Bounds the traffic between brokers beside that of clients. */
  private static final int AT_ONCE = 20;

  private static final Duration UNCHANGED_FOR = Duration.ofSeconds(1);

  private final Admin admin;
  private final MoveReplicasRequest request;

  private ReplicaMove(Admin admin, MoveReplicasRequest request) {
    this.admin = admin;
    this.request = request;
  }

  /**
   * Starts what can be started now.
   *
   * @throws ExecutionException if Kafka refuses, with the reason as its cause
   * @throws IOException if a broker doesn't answer
   */
  public static MoveReplicasResult run(MoveReplicasRequest request)
      throws ExecutionException, InterruptedException, IOException {
    try (Admin admin = KafkaClients.admin(request.bootstrap())) {
      return new ReplicaMove(admin, request).move();
    }
  }

  private MoveReplicasResult move() throws ExecutionException, InterruptedException, IOException {
    Map<TopicPartition, PartitionReassignment> moving = moving();
    Map<TopicPartition, Set<List<Integer>>> views = views();
    Set<TopicPartition> left = new LinkedHashSet<>();
    views.forEach(
        (partition, view) -> {
          if (view.stream().anyMatch(this::isConcerned)) {
            left.add(partition);
          }
        });
    List<TopicPartition> waiting =
        left.stream().filter(partition -> !leaves(moving.get(partition))).toList();
    List<String> impossible = new ArrayList<>();
    if (!waiting.isEmpty() && moving.size() < AT_ONCE) {
      start(waiting, views, AT_ONCE - moving.size(), impossible);
    }
    return new MoveReplicasResult(left.size(), waiting.size(), missingBytes(moving), impossible);
  }

  /**
   * Starts some of these. While a partition is moved, its old and its new replicas are listed
   * together, and a broker can list them so for a while after the end. To take that for its
   * replicas would add copies: only what every broker lists in the same way, twice, counts.
   */
  private void start(
      List<TopicPartition> waiting,
      Map<TopicPartition, Set<List<Integer>>> before,
      int most,
      List<String> impossible)
      throws ExecutionException, InterruptedException, IOException {
    Thread.sleep(UNCHANGED_FOR.toMillis());
    Map<TopicPartition, Set<List<Integer>>> views = views();
    Map<TopicPartition, PartitionReassignment> moving = moving();
    List<List<Integer>> assignments =
        views.values().stream().map(view -> view.iterator().next()).toList();
    ReplicaPlacement placement = new ReplicaPlacement(request.from(), racks(), assignments);
    Map<TopicPartition, Optional<NewPartitionReassignment>> due = new HashMap<>();
    for (TopicPartition partition : waiting) {
      Set<List<Integer>> view = views.getOrDefault(partition, Set.of());
      boolean settled =
          view.size() == 1
              && view.equals(before.get(partition))
              && !moving.containsKey(partition)
              && isConcerned(view.iterator().next());
      if (settled && due.size() < most) {
        placement
            .of(view.iterator().next())
            .or(() -> fewer(partition, view.iterator().next()))
            .ifPresentOrElse(
                to -> due.put(partition, Optional.of(new NewPartitionReassignment(to))),
                () -> impossible.add(partition.toString()));
      }
    }
    if (!due.isEmpty()) {
      acceptOneCopy(due);
      admin.alterPartitionReassignments(due).all().get();
    }
  }

  /** Those of Linkspan's own replicas that stay. */
  private Optional<List<Integer>> fewer(TopicPartition partition, List<Integer> replicas) {
    List<Integer> staying = replicas.stream().filter(id -> !request.from().contains(id)).toList();
    return request.own().contains(partition.topic()) && !staying.isEmpty()
        ? Optional.of(staying)
        : Optional.empty();
  }

  /** A partition of Linkspan's own that keeps one copy accepts messages with this copy alone. */
  private void acceptOneCopy(Map<TopicPartition, Optional<NewPartitionReassignment>> due)
      throws ExecutionException, InterruptedException {
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
    due.forEach(
        (partition, to) -> {
          if (request.own().contains(partition.topic())
              && to.orElseThrow().targetReplicas().size() == 1) {
            changes.put(
                new ConfigResource(ConfigResource.Type.TOPIC, partition.topic()),
                List.of(
                    new AlterConfigOp(
                        new ConfigEntry("min.insync.replicas", "1"), AlterConfigOp.OpType.SET)));
          }
        });
    if (!changes.isEmpty()) {
      admin.incrementalAlterConfigs(changes).all().get();
    }
  }

  private boolean isConcerned(List<Integer> replicas) {
    return replicas.stream().anyMatch(request.from()::contains);
  }

  private Map<TopicPartition, PartitionReassignment> moving()
      throws ExecutionException, InterruptedException {
    return admin.listPartitionReassignments().reassignments().get();
  }

  /** Whether a reassignment already takes the partition away from these brokers. */
  private boolean leaves(@Nullable PartitionReassignment moving) {
    return moving != null
        && moving.replicas().stream()
            .filter(request.from()::contains)
            .allMatch(moving.removingReplicas()::contains);
  }

  private Map<Integer, String> racks() throws ExecutionException, InterruptedException {
    Map<Integer, String> racks = new TreeMap<>();
    for (Node node : admin.describeCluster().nodes().get()) {
      racks.put(node.id(), Objects.requireNonNullElse(node.rack(), ""));
    }
    return racks;
  }

  /** The replicas of each partition, as each broker lists them. */
  private Map<TopicPartition, Set<List<Integer>>> views() throws IOException {
    Map<TopicPartition, Set<List<Integer>>> views = new LinkedHashMap<>();
    for (String broker : request.bootstrap()) {
      try (BrokerConnection connection = BrokerConnection.connect(HostPort.parse(broker))) {
        for (var topic : connection.metadata().data().topics()) {
          for (var partition : topic.partitions()) {
            views
                .computeIfAbsent(
                    new TopicPartition(topic.name(), partition.partitionIndex()),
                    p -> new LinkedHashSet<>())
                .add(List.copyOf(partition.replicaNodes()));
          }
        }
      }
    }
    return views;
  }

  /** Shows that copies advance while the number of partitions stays the same. */
  private long missingBytes(Map<TopicPartition, PartitionReassignment> moving)
      throws InterruptedException {
    if (moving.isEmpty()) {
      return 0;
    }
    Map<TopicPartition, Map<Integer, Long>> sizes = new HashMap<>();
    try {
      List<Integer> ids = admin.describeCluster().nodes().get().stream().map(Node::id).toList();
      for (var broker : admin.describeLogDirs(ids).allDescriptions().get().entrySet()) {
        for (LogDirDescription folder : broker.getValue().values()) {
          folder
              .replicaInfos()
              .forEach(
                  (partition, replica) ->
                      sizes
                          .computeIfAbsent(partition, p -> new HashMap<>())
                          .merge(broker.getKey(), replica.size(), Long::sum));
        }
      }
    } catch (ExecutionException unreadable) {
      return 0;
    }
    return moving.entrySet().stream()
        .mapToLong(move -> missing(sizes.getOrDefault(move.getKey(), Map.of()), move.getValue()))
        .sum();
  }

  private static long missing(Map<Integer, Long> sizes, PartitionReassignment move) {
    long whole = sizes.values().stream().mapToLong(Long::longValue).max().orElse(0);
    return move.addingReplicas().stream()
        .mapToLong(id -> Math.max(0, whole - sizes.getOrDefault(id, 0L)))
        .sum();
  }
}
