package dev.linkspan.probe;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;

/** Looks at a cluster over INTERNAL, once or until it is as wished. */
final class Inspection {
  /** The default of {@code controller.quorum.fetch.timeout.ms}: later is not caught up. */
  private static final long VOTER_LAG_MILLIS = 2_000;

  private static final long BETWEEN_CLEAN_READS_MILLIS = 2_000;
  private static final long BETWEEN_READS_MILLIS = 300;

  private Inspection() {}

  /**
   * @param brokers private address of each broker by node id
   * @param voters node ids of the controllers
   * @param until {@code once}, {@code registered} or {@code in-sync}
   * @param seconds how long to look for that
   * @param reads clean looks in a row, at least two seconds apart, that {@code in-sync} takes
   */
  record Request(
      Map<Integer, String> brokers,
      List<Integer> voters,
      int port,
      String until,
      int seconds,
      int reads) {}

  /**
   * @param met whether the last look found what was asked for
   */
  record Result(boolean met, Health health) {}

  /** What one look found; see the fields of the activity's ClusterHealth. */
  record Health(
      String clusterId,
      List<Integer> brokers,
      int activeController,
      List<Integer> laggingVoters,
      List<String> underReplicated,
      List<String> leaderless,
      List<String> atMinIsr,
      Map<Integer, String> advertisedExternal) {

    static final Health NOTHING =
        new Health("", List.of(), -1, List.of(), List.of(), List.of(), List.of(), Map.of());

    boolean registered(Request request) {
      return brokers.equals(List.copyOf(new TreeSet<>(request.brokers().keySet())))
          && activeController >= 0;
    }

    boolean inSync(Request request) {
      return registered(request)
          && laggingVoters.isEmpty()
          && underReplicated.isEmpty()
          && leaderless.isEmpty();
    }
  }

  static Result run(Request request) throws Exception {
    List<String> bootstrap =
        request.brokers().values().stream().map(a -> a + ":" + request.port()).toList();
    long end = System.nanoTime() + request.seconds() * 1_000_000_000L;
    try (Admin admin = Clients.admin(bootstrap)) {
      int clean = 0;
      while (true) {
        Health health = look(admin, request.voters());
        boolean good =
            switch (request.until()) {
              case "registered" -> health.registered(request);
              case "in-sync" -> health.inSync(request);
              default -> true;
            };
        clean = good ? clean + 1 : 0;
        int wanted = request.until().equals("in-sync") ? Math.max(1, request.reads()) : 1;
        if (clean >= wanted) {
          return new Result(true, health);
        }
        if (System.nanoTime() >= end && clean == 0) {
          return new Result(false, health);
        }
        Thread.sleep(good ? BETWEEN_CLEAN_READS_MILLIS : BETWEEN_READS_MILLIS);
      }
    }
  }

  private static Health look(Admin admin, List<Integer> voters) throws Exception {
    try {
      var cluster = admin.describeCluster();
      List<Integer> brokers = cluster.nodes().get().stream().map(Node::id).sorted().toList();
      String clusterId = cluster.clusterId().get();
      Quorum quorum = quorum(admin, voters);
      var names = admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
      Collection<TopicDescription> topics =
          admin.describeTopics(names).allTopicNames().get().values();
      Map<String, Integer> minIsr = minInSync(admin, names);
      return new Health(
          clusterId,
          brokers,
          quorum.leader(),
          quorum.lagging(),
          partitions(topics, (t, p) -> p.isr().size() < p.replicas().size()),
          partitions(topics, (t, p) -> EndOffsets.leader(p) < 0),
          partitions(topics, (t, p) -> atMinimum(p, minIsr.getOrDefault(t.name(), 1))),
          advertised(admin, brokers));
    } catch (ExecutionException e) {
      // While brokers come and go a question may find nobody: that is a finding, not a failure.
      return Health.NOTHING;
    }
  }

  /** Topics with no more copies than the minimum can never be restarted around: not counted. */
  private static boolean atMinimum(TopicPartitionInfo partition, int minimum) {
    return partition.isr().size() <= minimum && partition.replicas().size() > minimum;
  }

  private interface Condition {
    boolean holds(TopicDescription topic, TopicPartitionInfo partition);
  }

  private static List<String> partitions(Collection<TopicDescription> topics, Condition condition) {
    List<String> found = new ArrayList<>();
    topics.forEach(
        topic ->
            topic.partitions().stream()
                .filter(partition -> condition.holds(topic, partition))
                .forEach(partition -> found.add(topic.name() + "-" + partition.partition())));
    return found.stream().sorted().toList();
  }

  private record Quorum(int leader, List<Integer> lagging) {}

  private static Quorum quorum(Admin admin, List<Integer> voters) throws InterruptedException {
    try {
      QuorumInfo info = admin.describeMetadataQuorum().quorumInfo().get();
      long newest =
          info.voters().stream()
              .filter(v -> v.replicaId() == info.leaderId())
              .mapToLong(v -> v.lastCaughtUpTimestamp().orElse(-1))
              .findFirst()
              .orElse(-1);
      List<Integer> lagging =
          voters.stream().filter(id -> !caughtUp(info, id, newest)).sorted().toList();
      return new Quorum(info.leaderId(), lagging);
    } catch (ExecutionException e) {
      return new Quorum(-1, voters);
    }
  }

  private static boolean caughtUp(QuorumInfo info, int id, long newest) {
    return id == info.leaderId()
        || info.voters().stream()
            .filter(v -> v.replicaId() == id)
            .mapToLong(v -> v.lastCaughtUpTimestamp().orElse(-1))
            .anyMatch(seen -> seen >= 0 && newest - seen < VOTER_LAG_MILLIS);
  }

  private static Map<String, Integer> minInSync(Admin admin, Collection<String> topics)
      throws Exception {
    List<ConfigResource> asked =
        topics.stream().map(t -> new ConfigResource(ConfigResource.Type.TOPIC, t)).toList();
    Map<String, Integer> found = new TreeMap<>();
    for (var config : admin.describeConfigs(asked).all().get().entrySet()) {
      ConfigEntry entry = config.getValue().get("min.insync.replicas");
      found.put(config.getKey().name(), entry == null ? 1 : Integer.parseInt(entry.value()));
    }
    return found;
  }

  private static Map<Integer, String> advertised(Admin admin, List<Integer> brokers)
      throws InterruptedException {
    List<ConfigResource> asked =
        brokers.stream()
            .map(id -> new ConfigResource(ConfigResource.Type.BROKER, String.valueOf(id)))
            .toList();
    Map<Integer, String> found = new TreeMap<>();
    for (var answer : admin.describeConfigs(asked).values().entrySet()) {
      try {
        Config config = answer.getValue().get();
        ConfigEntry entry = config.get("advertised.listeners");
        external(entry == null ? null : entry.value())
            .ifPresent(a -> found.put(Integer.valueOf(answer.getKey().name()), a));
      } catch (ExecutionException e) {
        found.remove(Integer.valueOf(answer.getKey().name()));
      }
    }
    return found;
  }

  /** {@code host:port} of the EXTERNAL entry of an {@code advertised.listeners} value. */
  static Optional<String> external(String listeners) {
    return listeners == null
        ? Optional.empty()
        : Stream.of(listeners.split(",", -1))
            .map(String::strip)
            .filter(l -> l.startsWith("EXTERNAL://"))
            .map(l -> l.substring("EXTERNAL://".length()))
            .findFirst();
  }
}
