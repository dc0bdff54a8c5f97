package dev.linkspan.kafka;

import dev.linkspan.kafka.ClusterActivities.ClusterHealth;
import dev.linkspan.plan.Plan.BrokerPlan;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which broker gets the new listeners next. Decided anew from what the cluster says now, so a
 * rollout that was cut off at any point goes on where it was.
 *
 * @param brokers all brokers of the plan
 * @param uniqueName what they shall advertise
 */
record RolloutOrder(List<BrokerPlan> brokers, String uniqueName) {

  /**
   * A broker that is down comes first, so that no second one is taken down beside it; then by id,
   * the active controller last, so that the quorum elects a leader once.
   *
   * @param done node ids that this rollout is through with, whatever the cluster still tells
   * @return empty when every broker advertises what it shall
   */
  Optional<BrokerPlan> next(ClusterHealth health, Set<Integer> done) {
    return brokers.stream()
        .filter(broker -> !done.contains(broker.nodeId()))
        .filter(broker -> !advertisesAlready(broker, health) || isDown(broker, health))
        .min(
            Comparator.comparing((BrokerPlan broker) -> !isDown(broker, health))
                .thenComparing(broker -> broker.nodeId() == health.activeController())
                .thenComparing(BrokerPlan::nodeId));
  }

  /** Whether the broker is not among the registered ones. */
  static boolean isDown(BrokerPlan broker, ClusterHealth health) {
    return !health.brokers().contains(broker.nodeId());
  }

  private boolean advertisesAlready(BrokerPlan broker, ClusterHealth health) {
    String wanted = broker.advertisedHost(uniqueName) + ":" + broker.advertisedPort();
    return wanted.equals(health.advertisedExternal().get(broker.nodeId()));
  }
}
