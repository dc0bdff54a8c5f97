package dev.linkspan.workflows.plan;

import dev.linkspan.workflows.plan.ClusterPlan.NewCluster;
import dev.linkspan.workflows.plan.Plan.BrokerPlan;
import dev.linkspan.workflows.plan.PlanChange.Change;
import dev.linkspan.workflows.plan.PlanChange.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The brokers that another plan adds to a finished link, and those that it removes. Pure.
 *
 * @param staying as they are in the plan of the link
 */
public record BrokerChange(
    List<BrokerPlan> added, List<BrokerPlan> removed, List<BrokerPlan> staying) {
  static final String BROKERS = "kafka.brokers";

  /** The difference in brokers, which their node IDs identify. */
  public static BrokerChange between(Plan now, Plan wanted) {
    return new BrokerChange(
        without(wanted.brokers(), now.brokers()),
        without(now.brokers(), wanted.brokers()),
        now.brokers().stream().filter(b -> find(wanted.brokers(), b).isPresent()).toList());
  }

  private static List<BrokerPlan> without(List<BrokerPlan> brokers, List<BrokerPlan> others) {
    return brokers.stream().filter(broker -> find(others, broker).isEmpty()).toList();
  }

  /** The broker with the same node ID. */
  static Optional<BrokerPlan> find(List<BrokerPlan> brokers, BrokerPlan broker) {
    return brokers.stream().filter(other -> other.nodeId() == broker.nodeId()).findFirst();
  }

  /** Whether no broker is added or removed. */
  public boolean isEmpty() {
    return added.isEmpty() && removed.isEmpty();
  }

  List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    added.forEach(broker -> changes.add(new Change(BROKERS, "", text(broker))));
    removed.forEach(broker -> changes.add(new Change(BROKERS, text(broker), "")));
    return changes;
  }

  private static String text(BrokerPlan broker) {
    return "broker %d in %s, port %d"
        .formatted(broker.nodeId(), broker.zone(), broker.advertisedPort());
  }

  /** Why brokers can't be added or removed as wanted. */
  List<Refusal> refusals(Plan now, Plan wanted) {
    List<String> reasons = new ArrayList<>();
    staying.forEach(broker -> moved(broker, find(wanted.brokers(), broker), reasons));
    added.forEach(broker -> replaced(broker, reasons));
    if (now.cluster() instanceof NewCluster made) {
      removed.stream()
          .filter(BrokerPlan::controller)
          .forEach(broker -> reasons.add(voter(broker.nodeId())));
      int copies = made.kafka().defaultReplicationFactor();
      if (!removed.isEmpty() && wanted.brokers().size() < copies) {
        reasons.add(
            "Topics have %d copies, and each copy needs a broker of its own: %d brokers have to stay."
                .formatted(copies, copies));
      }
    }
    return reasons.stream().map(reason -> new Refusal(BROKERS, reason)).toList();
  }

  private static String voter(int nodeId) {
    return ("Broker %d is a voter of the quorum. The voters of a cluster that Linkspan creates never"
            + " change, because each broker's file names them. Remove a broker that is not a voter,"
            + " or destroy the setup and create it again.")
        .formatted(nodeId);
  }

  /** A port or a name that changes breaks every client that knows it. */
  private static void moved(BrokerPlan now, Optional<BrokerPlan> wanted, List<String> reasons) {
    wanted.ifPresent(
        then -> {
          if (then.advertisedPort() != now.advertisedPort()) {
            reasons.add(
                ("Broker %d would move from port %d to port %d of the load balancer, and TiDB Cloud"
                        + " knows it at the first one. Add and remove brokers at the end of the"
                        + " list only, or write `advertisedPort: %d` for this broker.")
                    .formatted(
                        now.nodeId(),
                        now.advertisedPort(),
                        then.advertisedPort(),
                        now.advertisedPort()));
          }
          if (!then.zone().equals(now.zone()) || !then.instance().equals(now.instance())) {
            reasons.add(
                "Broker %d can't move from %s in %s to %s in %s. Add another broker, then remove this one."
                    .formatted(
                        now.nodeId(), now.instance(), now.zone(), then.instance(), then.zone()));
          }
        });
  }

  /** What a removed broker leaves is gone only after the new one would need it. */
  private void replaced(BrokerPlan broker, List<String> reasons) {
    removed.stream()
        .filter(
            gone ->
                gone.instance().equals(broker.instance())
                    || gone.advertisedPort() == broker.advertisedPort())
        .forEach(
            gone ->
                reasons.add(
                    "Broker %d takes the machine or the port of broker %d. Remove that one first, with an update of its own."
                        .formatted(broker.nodeId(), gone.nodeId())));
  }
}
