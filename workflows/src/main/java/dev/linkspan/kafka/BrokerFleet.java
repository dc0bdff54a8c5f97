package dev.linkspan.kafka;

import dev.linkspan.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.kafka.NodeActivities.BrokerFiles;
import dev.linkspan.kafka.NodeActivities.Node;
import dev.linkspan.plan.Plan;
import dev.linkspan.plan.Plan.BrokerPlan;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The brokers of a plan and the machines they got. */
record BrokerFleet(Plan plan, List<Node> nodes) {

  /** The machine of this broker. */
  Node node(BrokerPlan broker) {
    return nodes.stream()
        .filter(node -> node.name().equals(broker.instance()))
        .findFirst()
        .orElseThrow();
  }

  /** The files of this broker, advertising this name. */
  BrokerFiles files(BrokerPlan broker, String uniqueName) {
    Map<String, String> addresses = new TreeMap<>();
    nodes.forEach(node -> addresses.put(node.name(), node.privateAddress()));
    return BrokerConfiguration.files(plan, broker, addresses, node(broker).root(), uniqueName);
  }

  /** How to ask the cluster from the bastion. */
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
        bastion, addresses, voters, plan.kafka().internalPort(), plan.kafka().externalPort());
  }
}
