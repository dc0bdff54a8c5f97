package dev.linkspan.probe.removal;

import dev.linkspan.probe.client.KafkaClients;
import dev.linkspan.probe.protocol.MoveReplicasRequest;
import dev.linkspan.probe.protocol.MoveReplicasResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.PartitionReassignment;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Moves replicas away from brokers, a few partitions at a time. Kafka keeps the old replicas of a
 * partition until the new ones are in sync. Each call starts what is due and reports what is left;
 * another call goes on, whoever made the first one.
 */
public final class ReplicaMove {
  /** Bounds the traffic between brokers beside that of clients. */
  private static final int AT_ONCE = 20;

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
   */
  public static MoveReplicasResult run(MoveReplicasRequest request)
      throws ExecutionException, InterruptedException {
    try (Admin admin = KafkaClients.admin(request.bootstrap())) {
      return new ReplicaMove(admin, request).move();
    }
  }

  private MoveReplicasResult move() throws ExecutionException, InterruptedException {
    Map<TopicPartition, PartitionReassignment> moving =
        admin.listPartitionReassignments().reassignments().get();
    Map<TopicPartition, List<Integer>> assignments = assignments();
    ReplicaPlacement placement =
        new ReplicaPlacement(request.from(), racks(), assignments.values());
    Map<TopicPartition, Optional<NewPartitionReassignment>> due = new HashMap<>();
    List<String> impossible = new ArrayList<>();
    int left = 0;
    int waiting = 0;
    for (var partition : assignments.entrySet()) {
      if (placement.isConcerned(partition.getValue())) {
        left++;
        boolean leaves = leaves(moving.get(partition.getKey()));
        waiting += leaves ? 0 : 1;
        if (!leaves && moving.size() + due.size() < AT_ONCE) {
          placement
              .of(partition.getValue())
              .ifPresentOrElse(
                  to -> due.put(partition.getKey(), Optional.of(new NewPartitionReassignment(to))),
                  () -> impossible.add(partition.getKey().toString()));
        }
      }
    }
    if (!due.isEmpty()) {
      admin.alterPartitionReassignments(due).all().get();
    }
    return new MoveReplicasResult(left, waiting, missingBytes(moving), impossible);
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

  private Map<TopicPartition, List<Integer>> assignments()
      throws ExecutionException, InterruptedException {
    Collection<String> topics =
        admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
    Map<TopicPartition, List<Integer>> assignments =
        new TreeMap<>(
            (one, other) ->
                one.topic().equals(other.topic())
                    ? Integer.compare(one.partition(), other.partition())
                    : one.topic().compareTo(other.topic()));
    admin
        .describeTopics(topics)
        .allTopicNames()
        .get()
        .forEach(
            (name, topic) ->
                topic
                    .partitions()
                    .forEach(
                        p ->
                            assignments.put(
                                new TopicPartition(name, p.partition()),
                                p.replicas().stream().map(Node::id).toList())));
    return assignments;
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
