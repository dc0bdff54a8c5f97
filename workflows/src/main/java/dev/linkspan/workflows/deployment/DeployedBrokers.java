package dev.linkspan.workflows.deployment;

import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.workflows.kafka.NodeActivities.BrokerFiles;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.kafka.RollingBroker.UnitChange;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.plan.BrokerService.SystemdUnit;
import dev.linkspan.workflows.plan.ClusterPlan;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.ClusterPlan.NewCluster;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.BrokerPlan;
import dev.linkspan.workflows.plan.SettingsChange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The brokers of a plan, and the machines they run on. */
public record DeployedBrokers(Plan plan, List<Node> nodes) {

  /** Returns the machine of this broker. */
  Node node(BrokerPlan broker) {
    return nodes.stream()
        .filter(node -> node.name().equals(broker.instance()))
        .findFirst()
        .orElseThrow();
  }

  /** Returns the files of this broker, which advertises its name under these domains. */
  BrokerFiles files(BrokerPlan broker, BrokerDomains domains) {
    Map<String, String> addresses = new TreeMap<>();
    nodes.forEach(node -> addresses.put(node.name(), node.privateAddress()));
    return BrokerConfiguration.files(plan, broker, addresses, node(broker).root(), domains);
  }

  /** Returns how to query the cluster from the bastion. */
  ClusterAccess access(Node bastion) {
    Map<Integer, String> addresses = new TreeMap<>();
    plan.kafka()
        .brokers()
        .forEach(broker -> addresses.put(broker.nodeId(), node(broker).privateAddress()));
    List<Integer> voters =
        plan.kafka().brokers().stream()
            .filter(BrokerPlan::controller)
            .map(BrokerPlan::nodeId)
            .toList();
    return new ClusterAccess(
        bastion,
        Mode.COMBINED,
        addresses,
        voters,
        Map.of(),
        plan.kafka().internalPort(),
        plan.kafka().externalPort());
  }

  /** Returns the brokers of a created cluster, each with its listener under these domains. */
  public static List<RollingBroker> rolling(Plan plan, List<Node> nodes, BrokerDomains domains) {
    DeployedBrokers deployed = new DeployedBrokers(plan, nodes);
    return plan.brokers().stream().map(broker -> deployed.rolling(broker, domains)).toList();
  }

  /**
   * Returns the brokers of a created cluster whose units or settings differ between two plans that
   * have them both, each with its new unit and settings and no new listener.
   */
  public static List<RollingBroker> withOtherFiles(
      Plan before, Plan after, List<RollingBroker> brokers) {
    Optional<SettingsChange> settings = SettingsChange.between(before.kafka(), after.kafka());
    return brokers.stream()
        .filter(broker -> unit(before, broker).isPresent() && unit(after, broker).isPresent())
        .map(
            broker ->
                new RollingBroker(
                    broker.nodeId(),
                    broker.node(),
                    broker.service(),
                    Optional.empty(),
                    otherUnit(before, after, broker),
                    settings))
        .filter(broker -> broker.unit().isPresent() || broker.settings().isPresent())
        .toList();
  }

  private static Optional<UnitChange> otherUnit(Plan before, Plan after, RollingBroker broker) {
    return unit(before, broker)
        .flatMap(
            old ->
                unit(after, broker)
                    .filter(wanted -> !wanted.equals(old))
                    .map(
                        wanted ->
                            new UnitChange(
                                BrokerConfiguration.UNIT_NAME, Optional.of(old), wanted)));
  }

  /** What gives a broker the unit of its plan, whatever it has; empty if it is not Linkspan's. */
  public static Optional<UnitChange> plannedUnit(Plan plan, RollingBroker broker) {
    return unit(plan, broker)
        .map(text -> new UnitChange(BrokerConfiguration.UNIT_NAME, Optional.empty(), text));
  }

  private static Optional<String> unit(Plan plan, RollingBroker broker) {
    return plan.cluster() instanceof NewCluster made
        ? made.brokers().stream()
            .filter(planned -> planned.nodeId() == broker.nodeId())
            .findFirst()
            .map(planned -> BrokerConfiguration.unit(plan, planned, broker.node().root()))
        : Optional.empty();
  }

  private RollingBroker rolling(BrokerPlan broker, BrokerDomains domains) {
    Node node = node(broker);
    ExternalListener wanted =
        new ExternalListener(
            ClusterPlan.EXTERNAL,
            plan.kafka().bindPrivateAddress() ? node.privateAddress() : "0.0.0.0",
            plan.kafka().externalPort(),
            broker.advertisedHost(domains),
            broker.advertisedPort(),
            "PLAINTEXT");
    BrokerService service =
        new BrokerService(
            node.root() + "/config/server.properties",
            new SystemdUnit(BrokerConfiguration.UNIT_NAME));
    return new RollingBroker(broker.nodeId(), node, service, Optional.of(wanted));
  }
}
