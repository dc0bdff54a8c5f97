package dev.linkspan.starter.commands;

import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.plan.ClusterPlan.NewCluster;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How a person moves partitions to brokers that have joined, since Kafka moves none. */
final class JoinedBrokersText {
  /** Before the brokers join. */
  static final String NOTE =
      "Note: Kafka places only new topics on a broker that joins. At its end, the update shows how to"
          + " move partitions of other topics to it.";

  private JoinedBrokersText() {}

  /** The commands for the cluster of this link, with its addresses and paths. */
  static List<String> lines(Link link) {
    RollingBroker first = link.brokers().get(0);
    Node node = first.node();
    boolean made = link.plan().cluster() instanceof NewCluster;
    String tool =
        "%skafka-reassign-partitions.sh --bootstrap-server %s:%d"
            .formatted(
                made ? node.root() + "/kafka/bin/" : "",
                node.privateAddress(),
                link.cluster().internalPort());
    String ids =
        link.brokers().stream()
            .map(broker -> String.valueOf(broker.nodeId()))
            .collect(Collectors.joining(","));
    List<String> lines = new ArrayList<>();
    lines.add(
        "Kafka places only new topics on a broker that joins. To move partitions of the topic TOPIC"
            + " to it, run on "
            + node.name()
            + ":");
    if (made) {
      lines.add("  export JAVA_HOME=" + node.root() + "/jdk");
    }
    lines.add("  echo '{\"version\": 1, \"topics\": [{\"topic\": \"TOPIC\"}]}' > topics.json");
    lines.add("  " + tool + " --topics-to-move-json-file topics.json --broker-list " + ids + " \\");
    lines.add("    --generate | sed '1,/^Proposed/d' > moves.json");
    String moves = "  " + tool + " --reassignment-json-file moves.json";
    lines.add(moves + " --throttle 20000000 --execute");
    lines.add(moves + " --verify");
    return List.copyOf(lines);
  }
}
