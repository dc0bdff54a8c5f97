package dev.linkspan.probe.cluster;

import dev.linkspan.probe.protocol.SurveyResult.TopicAtRisk;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What stopping a broker does to the availability of partitions. */
public final class Availability {
  private Availability() {}

  /** Names of the partitions that meet a condition, sorted. */
  public static List<String> names(
      Collection<PartitionMetadata> partitions, Predicate<PartitionMetadata> condition) {
    return partitions.stream().filter(condition).map(PartitionMetadata::name).sorted().toList();
  }

  /** Partitions that refuse writes as soon as one more in-sync replica stops. */
  public static List<String> atMinimum(
      Collection<PartitionMetadata> partitions, Map<String, Integer> minInsyncReplicas) {
    return names(
        partitions,
        p -> {
          int minimum = minimum(p, minInsyncReplicas);
          return p.inSync().size() <= minimum && p.replicas().size() > minimum;
        });
  }

  /**
   * Partitions that refuse writes now: they have a leader, but fewer in-sync replicas than their
   * minimum. A partition that never had as many replicas is left out, because it is meant so.
   */
  public static List<String> belowMinimum(
      Collection<PartitionMetadata> partitions, Map<String, Integer> minInsyncReplicas) {
    return names(
        partitions,
        p -> {
          int minimum = minimum(p, minInsyncReplicas);
          return !p.leaderless() && p.inSync().size() < minimum && p.replicas().size() >= minimum;
        });
  }

  /**
   * By node ID of a broker, the number of its replicas that are not in sync.
   *
   * @param except names of partitions that do not count
   */
  public static Map<Integer, Integer> outOfSync(
      Collection<PartitionMetadata> partitions, Set<String> except) {
    Map<Integer, Integer> counts = new TreeMap<>();
    for (PartitionMetadata p : partitions) {
      if (!except.contains(p.name())) {
        p.replicas().stream()
            .filter(broker -> !p.inSync().contains(broker))
            .forEach(broker -> counts.merge(broker, 1, Integer::sum));
      }
    }
    return counts;
  }

  /**
   * By node ID of a broker, its partitions that would have fewer in-sync replicas than their
   * minimum without it. Partitions with no more replicas than the minimum are left out, because
   * waiting does not help them: see {@link #atRisk}.
   */
  public static Map<Integer, List<String>> blocked(
      Collection<PartitionMetadata> partitions, Map<String, Integer> minInsyncReplicas) {
    Map<Integer, List<String>> blocked = new TreeMap<>();
    for (PartitionMetadata p : partitions) {
      int minimum = minimum(p, minInsyncReplicas);
      if (p.replicas().size() > minimum) {
        for (int broker : p.replicas()) {
          long left = p.inSync().stream().filter(id -> id != broker).count();
          if (left < minimum) {
            blocked.computeIfAbsent(broker, b -> new ArrayList<>()).add(p.name());
          }
        }
      }
    }
    blocked.replaceAll((broker, names) -> names.stream().sorted().toList());
    return blocked;
  }

  /** Topics that any restart makes unavailable, sorted by name. */
  public static List<TopicAtRisk> atRisk(
      Collection<PartitionMetadata> partitions, Map<String, Integer> minInsyncReplicas) {
    Map<String, List<PartitionMetadata>> byTopic = new TreeMap<>();
    for (PartitionMetadata p : partitions) {
      if (p.replicas().size() <= minimum(p, minInsyncReplicas)) {
        byTopic.computeIfAbsent(p.topic(), t -> new ArrayList<>()).add(p);
      }
    }
    return byTopic.values().stream()
        .map(affected -> atRisk(affected, minimum(affected.get(0), minInsyncReplicas)))
        .toList();
  }

  private static TopicAtRisk atRisk(List<PartitionMetadata> affected, int minimum) {
    int replicas = affected.stream().mapToInt(p -> p.replicas().size()).min().orElseThrow();
    String reason =
        replicas == 1
            ? "unavailable while a broker that holds it restarts"
            : "producers with acks=all stop while a broker that holds it restarts";
    return new TopicAtRisk(affected.get(0).topic(), affected.size(), replicas, minimum, reason);
  }

  private static int minimum(PartitionMetadata partition, Map<String, Integer> minInsyncReplicas) {
    return minInsyncReplicas.getOrDefault(partition.topic(), 1);
  }
}
