package dev.linkspan.sandbox.clusters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ServerPropertiesTest {
  private static Map<String, Object> request(String mode) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("name", "orders");
    request.put("mode", mode);
    request.put("vpcCidr", "127.30.0.0/16");
    request.put("zones", List.of(Map.of("zone", "ap-southeast-1a", "cidr", "127.30.0.0/18")));
    request.put("publicKey", "ssh-ed25519 AAAA me");
    return request;
  }

  private static List<Node> nodes(ClusterSpec spec) {
    return spec.plannedNodes().stream()
        .map(
            place ->
                new Node(
                    place.nodeId(),
                    place.roles(),
                    "i-" + place.nodeId(),
                    "127.30.0." + (20 + place.nodeId() % 100),
                    place.subnet().zone(),
                    "/root",
                    "/root/server.properties",
                    "/root/data/kafka"))
        .toList();
  }

  private static Properties read(String text) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(text));
    return properties;
  }

  @Test
  void filesDifferInStyleButNotInContent() throws IOException {
    ClusterSpec spec = ClusterSpec.of(request("combined"));
    List<Node> nodes = nodes(spec);
    List<String> texts =
        nodes.stream().map(node -> ServerProperties.kafka(spec, node, nodes)).toList();

    for (int i = 0; i < nodes.size(); i++) {
      String address = nodes.get(i).address();
      assertThat(read(texts.get(i)))
          .containsEntry("process.roles", "broker,controller")
          .containsEntry(
              "controller.quorum.voters",
              "1@127.30.0.21:29092,2@127.30.0.22:29092,3@127.30.0.23:29092")
          .containsEntry(
              "listeners", "INTERNAL://%1$s:9092,CONTROLLER://%1$s:29092".formatted(address))
          .containsEntry("advertised.listeners", "INTERNAL://%s:9092".formatted(address))
          .containsEntry("min.insync.replicas", "2");
    }
    assertThat(texts.get(0)).contains("\nnode.id=1\n").endsWith("\n");
    assertThat(texts.get(1)).contains("\\\n");
    assertThat(texts.get(2)).contains("com.example.owner").doesNotEndWith("\n");
  }

  @Test
  void eachModeHasItsNodesAndKeys() throws IOException {
    ClusterSpec dedicated = ClusterSpec.of(request("dedicated"));
    List<Node> nodes = nodes(dedicated);
    assertThat(nodes).extracting(Node::nodeId).containsExactly(101, 102, 103, 1, 2, 3);
    assertThat(read(ServerProperties.kafka(dedicated, nodes.get(0), nodes)))
        .containsEntry("process.roles", "controller")
        .containsEntry("listeners", "CONTROLLER://127.30.0.21:29092")
        .doesNotContainKey("advertised.listeners");

    ClusterSpec old = ClusterSpec.of(request("zookeeper"));
    List<Node> brokers = nodes(old);
    assertThat(read(ServerProperties.kafka(old, brokers.get(1), brokers)))
        .containsEntry("broker.id", "1")
        .containsEntry("zookeeper.connect", "127.30.0.20:2181/orders")
        .containsEntry("listeners", "INTERNAL://127.30.0.21:9092")
        .doesNotContainKeys("process.roles", "node.id", "controller.listener.names");
  }

  @Test
  void aDynamicQuorumHasNoVotersInItsFiles() throws IOException {
    Map<String, Object> request = request("dedicated");
    request.put("quorum", "dynamic");
    ClusterSpec spec = ClusterSpec.of(request);
    List<Node> nodes = nodes(spec);

    assertThat(read(ServerProperties.kafka(spec, nodes.get(0), nodes)))
        .containsEntry("advertised.listeners", "CONTROLLER://127.30.0.21:29092");
    assertThat(read(ServerProperties.kafka(spec, nodes.get(3), nodes)))
        .containsEntry("process.roles", "broker")
        .containsEntry(
            "controller.quorum.bootstrap.servers",
            "127.30.0.21:29092,127.30.0.22:29092,127.30.0.23:29092")
        .doesNotContainKey("controller.quorum.voters");
  }

  @Test
  void kafka4HasItsFilesInAnotherFolder() {
    ClusterSpec spec = ClusterSpec.of(request("combined"));
    List<String> roles = List.of(Node.BROKER, Node.CONTROLLER);

    assertThat(ServerProperties.configurationPath(spec, roles, "kafka_2.13-3.7.1"))
        .isEqualTo(Path.of("kafka_2.13-3.7.1/config/kraft/server.properties"));
    assertThat(ServerProperties.configurationPath(spec, roles, "kafka_2.13-4.4.0"))
        .isEqualTo(Path.of("kafka_2.13-4.4.0/config/server.properties"));
  }

  @Test
  void aWrongRequestIsRefusedWithItsField() {
    Map<String, Object> noKey = request("combined");
    noKey.remove("publicKey");
    Map<String, Object> noZone = request("combined");
    noZone.put("zones", List.of(Map.of("zone", "moon-1a", "cidr", "127.30.0.0/18")));

    assertThatThrownBy(() -> ClusterSpec.of(noKey)).hasMessageContaining("publicKey");
    assertThatThrownBy(() -> ClusterSpec.of(noZone)).hasMessageContaining("moon-1a");
    assertThatThrownBy(() -> ClusterSpec.of(request("odd"))).hasMessageContaining("mode");
  }
}
