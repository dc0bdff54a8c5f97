package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linkspan.workflows.rollout.ListenerRollout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A running Kafka cluster in a sandbox that Linkspan did not create. */
final class AdoptedCluster {
  private static final List<String> ZONES = List.of("a", "b", "c");

  /** The topic that {@link #build} creates by default. */
  static final String ORDERS =
      "{\"name\": \"orders\", \"partitions\": 12, \"replicationFactor\": 3,"
          + " \"minInsync\": 2, \"messages\": 1000}";

  static final String EVERY_PORT = "1/65535";

  /** How the file name of the mirror's archive of Kafka 4 begins. */
  static final String KAFKA_4 = "kafka_2.13-4.";

  private final LocalStack stack;
  private final JsonNode found;

  private AdoptedCluster(LocalStack stack, JsonNode found) {
    this.stack = stack;
    this.found = found;
  }

  /**
   * Builds a cluster with topics and messages, and waits until it runs.
   *
   * @param mode {@code combined}, {@code dedicated} or {@code zookeeper}
   * @param network second octet of its machines' addresses
   */
  static AdoptedCluster build(LocalStack stack, String name, String mode, int network) {
    return build(stack, name, mode, network, ORDERS, EVERY_PORT);
  }

  /**
   * Builds a cluster with these topics and open ports, and waits until it runs.
   *
   * @param topics JSON objects as in sandbox/README.md, separated by commas
   * @param ports ranges, {@code from/to}, separated by commas
   */
  static AdoptedCluster build(
      LocalStack stack, String name, String mode, int network, String topics, String ports) {
    return build(stack, name, mode, network, topics, ports, "");
  }

  /** Builds a cluster of Kafka 4 whose quorum is dynamic, and waits until it runs. */
  static AdoptedCluster buildKafka4(LocalStack stack, String name, String mode, int network) {
    String version = stack.sandbox().archive(KAFKA_4).version();
    String fields = "\"kafkaVersion\": \"%s\", \"quorum\": \"dynamic\", ".formatted(version);
    return build(stack, name, mode, network, ORDERS, EVERY_PORT, fields);
  }

  /**
   * Builds a cluster of this many brokers and one dedicated controller, and waits until it runs.
   */
  static AdoptedCluster buildDedicated(LocalStack stack, String name, int brokers, int network) {
    String fields = "\"brokers\": %d, \"controllers\": 1, ".formatted(brokers);
    return build(stack, name, "dedicated", network, ORDERS, EVERY_PORT, fields);
  }

  private static AdoptedCluster build(
      LocalStack stack,
      String name,
      String mode,
      int network,
      String topics,
      String ports,
      String moreFields) {
    stack
        .sandbox()
        .buildCluster(
            """
            {"name": "%s", "mode": "%s", %s"vpcCidr": "127.%d.0.0/16",
             "zones": [{"zone": "ap-southeast-1a", "cidr": "127.%d.0.0/18"},
                       {"zone": "ap-southeast-1b", "cidr": "127.%d.64.0/18"},
                       {"zone": "ap-southeast-1c", "cidr": "127.%d.128.0/18"}],
             "bastion": {"zone": "ap-southeast-1a", "cidr": "127.%d.192.0/18"},
             "publicKey": "%s", "topics": [%s], "allowPorts": "%s"}
            """
                .formatted(
                    name,
                    mode,
                    moreFields,
                    network,
                    network,
                    network,
                    network,
                    network,
                    publicKey(stack),
                    topics,
                    ports));
    JsonNode found = stack.sandbox().awaitCluster(name);
    assertThat(found.path("state").asText()).as(found.toString()).isEqualTo("Running");
    return new AdoptedCluster(stack, found);
  }

  /** The public half of the key that the stack's worker logs in with. */
  private static String publicKey(LocalStack stack) {
    try {
      Path key = stack.state().resolve("ssh").resolve("key.pem");
      Process process =
          new ProcessBuilder("ssh-keygen", "-y", "-f", key.toString())
              .redirectErrorStream(true)
              .start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return text.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The brokers, from the sandbox's description. */
  List<JsonNode> brokers() {
    return nodes(found).filter(node -> node.path("roles").toString().contains("broker")).toList();
  }

  /** The IDs of all nodes: brokers, controllers, ZooKeeper. */
  List<Integer> nodeIds() {
    return nodes(found).map(node -> node.path("nodeId").asInt()).toList();
  }

  /** The sandbox's description of the cluster when it was built. */
  JsonNode description() {
    return found;
  }

  private static Stream<JsonNode> nodes(JsonNode cluster) {
    return StreamSupport.stream(cluster.path("nodes").spliterator(), false);
  }

  private JsonNode node(int nodeId) {
    return nodes(found)
        .filter(node -> node.path("nodeId").asInt() == nodeId)
        .findFirst()
        .orElseThrow();
  }

  String address(int nodeId) {
    return node(nodeId).path("address").asText();
  }

  String instanceId(int nodeId) {
    return node(nodeId).path("instanceId").asText();
  }

  /** The workflow ID of its rollouts. */
  String rollout() {
    return ListenerRollout.id(found.path("clusterId").asText());
  }

  /** The addresses of the inter-broker listeners, {@code host:port}. */
  List<String> bootstrap() {
    return brokers().stream().map(node -> node.path("address").asText() + ":9092").toList();
  }

  /** The current process ID of each node. */
  Map<Integer, Integer> pids() {
    JsonNode now = stack.sandbox().cluster(found.path("name").asText());
    return nodes(now)
        .collect(
            Collectors.toMap(
                node -> node.path("nodeId").asInt(), node -> node.path("pid").asInt()));
  }

  /** How often Kafka started on each of these nodes, according to its log. */
  Map<Integer, Long> starts(List<Integer> nodeIds) {
    return nodeIds.stream().collect(Collectors.toMap(Function.identity(), this::starts));
  }

  private long starts(int nodeId) {
    return countLogged(nodeId, "started (kafka.server.Kafka");
  }

  /** The SSH user's home on this node, on this computer. */
  Path home(int nodeId) {
    return Path.of(node(nodeId).path("home").asText());
  }

  /** The configuration file of a node, on this computer. */
  Path configuration(int nodeId) {
    return Path.of(node(nodeId).path("configuration").asText());
  }

  /** The number of log lines of a node with all of these texts. */
  long countLogged(int nodeId, String... texts) {
    Path folder = home(nodeId).resolve("log");
    try (Stream<Path> files = Files.list(folder)) {
      long count = 0;
      for (Path file :
          files.filter(f -> f.getFileName().toString().startsWith("server.log")).toList()) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
          count += lines.filter(line -> Stream.of(texts).allMatch(line::contains)).count();
        }
      }
      return count;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The contents of the configuration files of these nodes. */
  Map<Integer, String> configurations(List<Integer> nodeIds) {
    return nodeIds.stream().collect(Collectors.toMap(Function.identity(), this::text));
  }

  private String text(int nodeId) {
    try {
      return Files.readString(configuration(nodeId), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a spec for a link to this cluster. */
  Path spec(String name, String tidbCluster) {
    return spec(name, tidbCluster, brokers().size());
  }

  /** The same with the first brokers only. */
  Path spec(String name, String tidbCluster, int brokers) {
    StringBuilder text = new StringBuilder();
    text.append("kind: existing cluster\nname: ").append(name).append("\nregion: ap-southeast-1\n");
    text.append("network:\n  vpcId: ").append(found.path("vpcId").asText()).append("\n  zones:\n");
    for (int i = 0; i < ZONES.size(); i++) {
      JsonNode vSwitch = found.path("vSwitches").get(i);
      text.append("    - {zone: ")
          .append(vSwitch.path("zone").asText())
          .append(", vSwitchId: ")
          .append(vSwitch.path("vSwitchId").asText())
          .append("}\n");
    }
    String user = found.path("sshUser").asText();
    int port = found.path("sshPort").asInt();
    text.append("  ssh: {user: %s, port: %d}\n".formatted(user, port));
    text.append(
        "  jumpHost: {address: %s, user: %s, port: %d}\n"
            .formatted(found.path("bastion").path("publicAddress").asText(), user, port));
    text.append("kafka:\n  service: kafka.service\n  brokers:\n");
    for (JsonNode broker : brokers().subList(0, brokers)) {
      text.append(
          "    - {address: %s, configuration: %s}\n"
              .formatted(broker.path("address").asText(), broker.path("configuration").asText()));
    }
    text.append("rollout: {pause: 0s}\n");
    text.append("loadBalancer: {healthCheckSeconds: 1}\n");
    text.append("tidbCloud: {clusterId: \"").append(tidbCluster).append("\"}\n");
    text.append("verification: {every: off, changefeed: {use: keep}}\n");
    try {
      return Files.writeString(stack.state().resolve(name + ".yaml"), text.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
