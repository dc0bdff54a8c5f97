package dev.linkspan.probe;

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
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** A topic in which each broker leads a partition. */
public final class LeaderTopic {
  private static final int MOST_COPIES = 3;
  private static final long PATIENCE_NANOS = 10_000_000_000L;
  private static final Map<String, String> SHORT_LIVED = Map.of("retention.ms", "3600000");
  private static final String MIN_IN_SYNC = "min.insync.replicas";

  private final Admin admin;
  private final String name;
  private final List<Integer> brokers;
  private final Map<String, String> settings = new HashMap<>(SHORT_LIVED);

  /** One copy on each of these brokers, on three of them where there are more. */
  public LeaderTopic(Admin admin, String name, Set<Integer> brokers) {
    this.admin = admin;
    this.name = name;
    this.brokers = List.copyOf(new TreeSet<>(brokers));
  }

  /**
   * If the topic is made, it takes a write only from two in-sync copies where it has three: what it
   * acknowledges then outlives any one broker.
   */
  public LeaderTopic durable() {
    settings.put(MIN_IN_SYNC, replicas(0).size() == MOST_COPIES ? "2" : "1");
    return this;
  }

  /**
   * Makes the topic, or what is missing of it, and gives leadership to preferred replicas.
   *
   * @return partition by leading broker; a broker that leads none, because it is down, is missing
   */
  public Map<Integer, Integer> ensure() throws Exception {
    create();
    TopicDescription topic = describe();
    List<Integer> missing = withoutPartition(topic);
    if (!missing.isEmpty()) {
      extend(topic, missing);
    }
    long end = System.nanoTime() + PATIENCE_NANOS;
    boolean asked = false;
    Map<Integer, Integer> leaders = leaders(describe());
    while (leaders.size() < brokers.size() && System.nanoTime() < end) {
      if (!asked) {
        PreferredLeaders.elect(admin, preferred(describe()));
        asked = true;
      }
      Thread.sleep(200);
      leaders = leaders(describe());
    }
    return leaders;
  }

  /** How many partitions the topic has. */
  public int partitions() throws Exception {
    return describe().partitions().size();
  }

  private void create() throws Exception {
    Map<Integer, List<Integer>> assignments = new HashMap<>();
    for (int i = 0; i < brokers.size(); i++) {
      assignments.put(i, replicas(i));
    }
    NewTopic topic = new NewTopic(name, assignments).configs(settings);
    try {
      admin.createTopics(List.of(topic)).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  /** The broker at this place of the list first, then the ones after it. */
  List<Integer> replicas(int place) {
    List<Integer> replicas = new ArrayList<>();
    for (int i = 0; i < Math.min(MOST_COPIES, brokers.size()); i++) {
      replicas.add(brokers.get((place + i) % brokers.size()));
    }
    return replicas;
  }

  private List<Integer> withoutPartition(TopicDescription topic) {
    Set<Integer> first =
        topic.partitions().stream().map(p -> p.replicas().get(0).id()).collect(Collectors.toSet());
    return brokers.stream().filter(id -> !first.contains(id)).toList();
  }

  private void extend(TopicDescription topic, List<Integer> missing) throws Exception {
    List<List<Integer>> assignments =
        missing.stream().map(id -> replicas(brokers.indexOf(id))).toList();
    int total = topic.partitions().size() + missing.size();
    admin.createPartitions(Map.of(name, NewPartitions.increaseTo(total, assignments))).all().get();
  }

  private Set<TopicPartition> preferred(TopicDescription topic) {
    return topic.partitions().stream()
        .map(p -> new TopicPartition(name, p.partition()))
        .collect(Collectors.toSet());
  }

  private static Map<Integer, Integer> leaders(TopicDescription topic) {
    Map<Integer, Integer> leaders = new TreeMap<>();
    for (TopicPartitionInfo partition : topic.partitions()) {
      int leader = EndOffsets.leader(partition);
      if (leader >= 0) {
        leaders.putIfAbsent(leader, partition.partition());
      }
    }
    return leaders;
  }

  /** A topic that was just made is not known to every broker at once. */
  private TopicDescription describe() throws Exception {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      try {
        return admin.describeTopics(List.of(name)).allTopicNames().get().get(name);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)
            || System.nanoTime() > end) {
          throw e;
        }
      }
      Thread.sleep(200);
    }
  }
}
