package dev.linkspan.probe.topics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * A topic in which each broker leads a partition. It has a replica on each broker, or on three of
 * them if there are more when it is created, and keeps messages for one hour.
 */
public final class LeaderTopic {
  private static final int MAX_REPLICATION_FACTOR = 3;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration BETWEEN_READS = Duration.ofMillis(200);
  private static final Duration BETWEEN_ELECTIONS = Duration.ofSeconds(2);
  private static final Map<String, String> ONE_HOUR = Map.of("retention.ms", "3600000");

  private final Admin admin;
  private final String name;
  private final List<Integer> brokers;
  private final Map<String, String> configs = new HashMap<>(ONE_HOUR);

  /**
   * @param brokers node IDs
   */
  public LeaderTopic(Admin admin, String name, Set<Integer> brokers) {
    this.admin = admin;
    this.name = name;
    this.brokers = List.copyOf(new TreeSet<>(brokers));
  }

  /**
   * If the topic is created and has three replicas, it acknowledges a write only from two in-sync
   * replicas, so that acknowledged messages survive the loss of any one broker.
   */
  public LeaderTopic durable() {
    boolean full = replicas(0).size() == MAX_REPLICATION_FACTOR;
    configs.put("min.insync.replicas", full ? "2" : "1");
    return this;
  }

  /**
   * Creates the topic, or the partitions that it lacks, and elects preferred leaders.
   *
   * @return a partition that each broker leads, by node ID; a broker that leads none, because it is
   *     down, is missing
   * @throws ExecutionException if Kafka refuses, with the reason as its cause
   */
  public Map<Integer, Integer> ensure() throws ExecutionException, InterruptedException {
    create();
    List<TopicPartitionInfo> partitions = describe();
    List<Integer> missing = withoutPartition(partitions);
    if (!missing.isEmpty()) {
      createPartitions(partitions, missing);
    }
    long end = System.nanoTime() + TIMEOUT.toNanos();
    long nextElection = System.nanoTime();
    Map<Integer, Integer> leaders = leaders(describe());
    while (leaders.size() < brokers.size() && System.nanoTime() < end) {
      // A broker that has just started may miss an election.
      if (System.nanoTime() >= nextElection) {
        PreferredLeaders.elect(admin, topicPartitions(describe()));
        nextElection = System.nanoTime() + BETWEEN_ELECTIONS.toNanos();
      }
      Thread.sleep(BETWEEN_READS.toMillis());
      leaders = leaders(describe());
    }
    return leaders;
  }

  /**
   * The number of partitions.
   *
   * @throws ExecutionException if the topic cannot be read, with the reason as its cause
   */
  public int partitions() throws ExecutionException, InterruptedException {
    return describe().size();
  }

  private void create() throws ExecutionException, InterruptedException {
    Map<Integer, List<Integer>> assignments = new HashMap<>();
    for (int i = 0; i < brokers.size(); i++) {
      assignments.put(i, replicas(i));
    }
    NewTopic topic = new NewTopic(name, assignments).configs(configs);
    try {
      admin.createTopics(List.of(topic)).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  List<Integer> replicas(int index) {
    return replicas(index, MAX_REPLICATION_FACTOR);
  }

  /** The broker at this index first, then the next ones. */
  private List<Integer> replicas(int index, int copies) {
    List<Integer> replicas = new ArrayList<>();
    for (int i = 0; i < Math.min(copies, brokers.size()); i++) {
      replicas.add(brokers.get((index + i) % brokers.size()));
    }
    return replicas;
  }

  private List<Integer> withoutPartition(List<TopicPartitionInfo> partitions) {
    Set<Integer> preferred =
        partitions.stream().map(p -> p.replicas().get(0).id()).collect(Collectors.toSet());
    return brokers.stream().filter(id -> !preferred.contains(id)).toList();
  }

  /** Kafka refuses partitions with other numbers of replicas than those that the topic has. */
  private void createPartitions(List<TopicPartitionInfo> existing, List<Integer> missing)
      throws ExecutionException, InterruptedException {
    int copies = existing.get(0).replicas().size();
    List<List<Integer>> assignments =
        missing.stream().map(id -> replicas(brokers.indexOf(id), copies)).toList();
    int total = existing.size() + missing.size();
    admin.createPartitions(Map.of(name, NewPartitions.increaseTo(total, assignments))).all().get();
  }

  private Set<TopicPartition> topicPartitions(List<TopicPartitionInfo> partitions) {
    return partitions.stream()
        .map(p -> new TopicPartition(name, p.partition()))
        .collect(Collectors.toSet());
  }

  private static Map<Integer, Integer> leaders(List<TopicPartitionInfo> partitions) {
    Map<Integer, Integer> leaders = new TreeMap<>();
    for (TopicPartitionInfo partition : partitions) {
      int leader = TopicPartitions.leader(partition);
      if (leader >= 0) {
        leaders.putIfAbsent(leader, partition.partition());
      }
    }
    return leaders;
  }

  /** Not every broker knows a new topic at once. */
  private List<TopicPartitionInfo> describe() throws ExecutionException, InterruptedException {
    long end = System.nanoTime() + TIMEOUT.toNanos();
    while (true) {
      try {
        return TopicPartitions.of(admin, name);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)
            || System.nanoTime() > end) {
          throw e;
        }
      }
      Thread.sleep(BETWEEN_READS.toMillis());
    }
  }
}
