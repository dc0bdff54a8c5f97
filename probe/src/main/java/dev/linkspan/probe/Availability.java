package dev.linkspan.probe;

import dev.linkspan.probe.protocol.SurveyResult.TopicAtRisk;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What the stop of a broker does to partitions. */
final class Availability {
  private Availability() {}

  /** Names of partitions, sorted. */
  static List<String> names(Collection<Replicas> partitions, Predicate<Replicas> condition) {
    return partitions.stream().filter(condition).map(Replicas::name).sorted().toList();
  }

  /** Those that would stop taking writes with the next in-sync replica gone. */
  static List<String> atMinimum(Collection<Replicas> partitions, Map<String, Integer> minInSync) {
    return names(
        partitions,
        p -> {
          int minimum = minimum(p, minInSync);
          return p.inSync().size() <= minimum && p.replicas().size() > minimum;
        });
  }

  /**
   * By broker, the partitions on it that would have fewer in-sync replicas than their minimum
   * without it. With no more copies than the minimum there is nothing to wait for: see {@link
   * #atRisk}.
   */
  static Map<Integer, List<String>> blocked(
      Collection<Replicas> partitions, Map<String, Integer> minInSync) {
    Map<Integer, List<String>> blocked = new TreeMap<>();
    for (Replicas p : partitions) {
      int minimum = minimum(p, minInSync);
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

  /** One line a topic, sorted by name. */
  static List<TopicAtRisk> atRisk(Collection<Replicas> partitions, Map<String, Integer> minInSync) {
    Map<String, List<Replicas>> byTopic = new TreeMap<>();
    for (Replicas p : partitions) {
      if (p.replicas().size() <= minimum(p, minInSync)) {
        byTopic.computeIfAbsent(p.topic(), t -> new ArrayList<>()).add(p);
      }
    }
    Map<String, TopicAtRisk> found = new LinkedHashMap<>();
    byTopic.forEach(
        (topic, those) -> {
          int copies = those.stream().mapToInt(p -> p.replicas().size()).min().orElseThrow();
          int minimum = minimum(those.get(0), minInSync);
          String reason =
              copies == 1
                  ? "unavailable while a broker that holds it restarts"
                  : "producers with acks=all stop while a broker that holds it restarts";
          found.put(topic, new TopicAtRisk(topic, those.size(), copies, minimum, reason));
        });
    return List.copyOf(found.values());
  }

  private static int minimum(Replicas partition, Map<String, Integer> minInSync) {
    return minInSync.getOrDefault(partition.topic(), 1);
  }
}
