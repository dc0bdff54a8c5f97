package dev.linkspan.starter.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.kafka.NodeActivities.NodeAddress;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.plan.BrokerService.SystemdUnit;
import dev.linkspan.workflows.plan.ClusterPlan;
import dev.linkspan.workflows.plan.ClusterPlan.ExistingCluster;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.ClusterPlan.NewCluster;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JoinedBrokersTextTest {
  private static Link link(ClusterPlan cluster) {
    List<RollingBroker> brokers = List.of(broker(1), broker(2));
    return new Link(
        new Plan("orders", "ap-southeast-1", null, cluster, null, null, null),
        "id",
        null,
        new ClusterAccess(
            brokers.get(0).node(), Mode.COMBINED, Map.of(), List.of(1), Map.of(), 9092, 39092),
        brokers,
        null,
        List.of(),
        "epsrv-1",
        "ep-1",
        "plc-1",
        null);
  }

  private static RollingBroker broker(int id) {
    String address = "10.0.0." + id;
    Node node =
        new Node(
            new NodeAddress("broker-node" + id, "root", address, 22, Optional.empty(), ""),
            address,
            "/opt/linkspan");
    return new RollingBroker(
        id, node, new BrokerService("/f", new SystemdUnit("kafka.service")), Optional.empty());
  }

  @Test
  void theCommandsHaveTheAddressAndThePathsOfTheCluster() {
    assertThat(String.join("\n", JoinedBrokersText.lines(link(new NewCluster(null, null, null)))))
        .isEqualTo(
            """
            Kafka places only new topics on a broker that joins. To move partitions of the topic TOPIC to it, run on broker-node1:
              export JAVA_HOME=/opt/linkspan/jdk
              echo '{"version": 1, "topics": [{"topic": "TOPIC"}]}' > topics.json
              /opt/linkspan/kafka/bin/kafka-reassign-partitions.sh --bootstrap-server 10.0.0.1:9092 --topics-to-move-json-file topics.json --broker-list 1,2 \\
                --generate | sed '1,/^Proposed/d' > moves.json
              /opt/linkspan/kafka/bin/kafka-reassign-partitions.sh --bootstrap-server 10.0.0.1:9092 --reassignment-json-file moves.json --throttle 20000000 --execute
              /opt/linkspan/kafka/bin/kafka-reassign-partitions.sh --bootstrap-server 10.0.0.1:9092 --reassignment-json-file moves.json --verify""");
  }

  @Test
  void theToolOfAnExistingClusterHasThePathThatItsOwnerKnows() {
    ExistingCluster existing =
        new ExistingCluster(
            "vpc-1",
            List.of(),
            Optional.empty(),
            "c",
            Mode.COMBINED,
            Map.of(),
            List.of(),
            9092,
            39092,
            null,
            List.of(),
            "EXTERNAL");
    assertThat(JoinedBrokersText.lines(link(existing)))
        .anyMatch(line -> line.startsWith("  kafka-reassign-partitions.sh --bootstrap-server"))
        .noneMatch(line -> line.contains("/opt/linkspan"));
  }
}
