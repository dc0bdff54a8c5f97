package dev.linkspan.probe.removal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Chooses where replicas go that leave their broker. Each goes to the broker that has the fewest,
 * first of all to one in a rack without a replica of the partition. The other replicas, and the
 * order, stay as they are.
 */
final class ReplicaPlacement {
  private final Set<Integer> from;
  private final Map<Integer, String> racks;
  private final Map<Integer, Integer> replicas = new TreeMap<>();

  /**
   * @param from brokers that leave
   * @param racks of all brokers, by node ID; blank if they have none
   * @param assignments the replicas of every partition
   */
  ReplicaPlacement(
      Collection<Integer> from, Map<Integer, String> racks, Collection<List<Integer>> assignments) {
    this.from = new TreeSet<>(from);
    this.racks = new TreeMap<>(racks);
    racks.keySet().stream()
        .filter(id -> !this.from.contains(id))
        .forEach(id -> replicas.put(id, 0));
    assignments.forEach(
        ids -> ids.forEach(id -> replicas.computeIfPresent(id, (broker, count) -> count + 1)));
  }

  /** The new replicas of a partition; empty if it has more than there are brokers that stay. */
  Optional<List<Integer>> of(List<Integer> assignment) {
    if (assignment.size() > replicas.size()) {
      return Optional.empty();
    }
    List<Integer> placed = new ArrayList<>(assignment);
    for (int i = 0; i < placed.size(); i++) {
      if (from.contains(placed.get(i))) {
        int target = target(placed);
        placed.set(i, target);
        replicas.merge(target, 1, Integer::sum);
      }
    }
    return Optional.of(List.copyOf(placed));
  }

  private int target(List<Integer> placed) {
    Set<String> taken = new TreeSet<>();
    placed.stream()
        .filter(id -> !from.contains(id))
        .forEach(id -> taken.add(racks.getOrDefault(id, "")));
    return replicas.keySet().stream()
        .filter(id -> !placed.contains(id))
        .min(
            Comparator.comparing((Integer id) -> taken.contains(racks.getOrDefault(id, "")))
                .thenComparing(replicas::get)
                .thenComparing(Comparator.naturalOrder()))
        .orElseThrow();
  }
}
