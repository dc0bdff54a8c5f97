package dev.linkspan.workflows.rollout;

import dev.linkspan.workflows.kafka.ClusterActivities.ClusterHealth;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.rollout.ListenerRollout.Input;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which broker is next, from the current state of the cluster alone: a rollout that was
 * interrupted at any point continues where it was. Pure.
 *
 * @param removes whether the brokers are to be without the listener
 */
record RolloutOrder(List<RollingBroker> brokers, boolean removes) {

  /** For a rollout that adds listeners or only restarts. */
  RolloutOrder(List<RollingBroker> brokers) {
    this(brokers, false);
  }

  /** For this rollout. */
  static RolloutOrder of(Input input) {
    return new RolloutOrder(input.brokers(), input.removes());
  }

  /**
   * By id, the active controller last, so that the quorum elects a leader once.
   *
   * @param rolled ids of the brokers that this rollout has finished, whatever the cluster still
   *     reports for them
   * @return empty if no broker is left
   */
  Optional<RollingBroker> next(ClusterHealth health, Set<Integer> rolled) {
    return brokers.stream()
        .filter(broker -> !rolled.contains(broker.nodeId()))
        .filter(broker -> !isAsWanted(broker, health))
        .min(
            Comparator.comparing(
                    (RollingBroker broker) -> broker.nodeId() == health.activeController())
                .thenComparing(RollingBroker::nodeId));
  }

  /** The brokers that are not registered, by id. */
  List<RollingBroker> down(ClusterHealth health) {
    return brokers.stream()
        .filter(broker -> !health.brokers().contains(broker.nodeId()))
        .sorted(Comparator.comparing(RollingBroker::nodeId))
        .toList();
  }

  /** Whether every broker already advertises the listener for TiDB Cloud, whatever its address. */
  boolean allExposed(ClusterHealth health) {
    return brokers.stream().allMatch(b -> health.advertisedExternal().containsKey(b.nodeId()));
  }

  private boolean isAsWanted(RollingBroker broker, ClusterHealth health) {
    if (removes) {
      return !health.advertisedExternal().containsKey(broker.nodeId());
    }
    return broker.settings().isEmpty()
        && broker.unit().isEmpty()
        && broker
            .wanted()
            .map(ExternalListener::advertised)
            .filter(wanted -> wanted.equals(health.advertisedExternal().get(broker.nodeId())))
            .isPresent();
  }
}
