package dev.linkspan.workflows.rollout;

import dev.linkspan.workflows.kafka.ClusterActivities.ClusterHealth;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.listeners.ExternalListener;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which broker is next. Decided anew from what the cluster says now, so a rollout that was cut off
 * at any point goes on where it was.
 */
record RolloutOrder(List<RollingBroker> brokers) {

  /**
   * By id, the active controller last, so that the quorum elects a leader once.
   *
   * @param done node ids that this rollout is through with, whatever the cluster still tells
   * @return empty when nothing is left to do
   */
  Optional<RollingBroker> next(ClusterHealth health, Set<Integer> done) {
    return brokers.stream()
        .filter(broker -> !done.contains(broker.nodeId()))
        .filter(broker -> !isAsWanted(broker, health))
        .min(
            Comparator.comparing(
                    (RollingBroker broker) -> broker.nodeId() == health.activeController())
                .thenComparing(RollingBroker::nodeId));
  }

  /** The brokers that are not among the registered ones. */
  List<RollingBroker> down(ClusterHealth health) {
    return brokers.stream()
        .filter(broker -> !health.brokers().contains(broker.nodeId()))
        .sorted(Comparator.comparing(RollingBroker::nodeId))
        .toList();
  }

  /** Whether every broker has the listener already, wherever it leads. */
  boolean allExposed(ClusterHealth health) {
    return brokers.stream().allMatch(b -> health.advertisedExternal().containsKey(b.nodeId()));
  }

  private static boolean isAsWanted(RollingBroker broker, ClusterHealth health) {
    return broker
        .wanted()
        .map(ExternalListener::advertised)
        .filter(wanted -> wanted.equals(health.advertisedExternal().get(broker.nodeId())))
        .isPresent();
  }
}
