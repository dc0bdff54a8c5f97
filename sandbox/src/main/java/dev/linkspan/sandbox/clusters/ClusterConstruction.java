package dev.linkspan.sandbox.clusters;

import dev.linkspan.sandbox.clusters.ClusterSpec.Mode;
import dev.linkspan.sandbox.clusters.ClusterSpec.PlannedNode;
import dev.linkspan.sandbox.clusters.ClusterSpec.Quorum;
import dev.linkspan.sandbox.clusters.ClusterSpec.Service;
import dev.linkspan.sandbox.clusters.KafkaSoftware.Installed;
import dev.linkspan.sandbox.machines.Consoles;
import dev.linkspan.sandbox.state.Resource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** Builds a cluster, from the VPC to the messages in its topics. */
final class ClusterConstruction {
  private static final Duration BOOT_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration START_TIMEOUT = Duration.ofMinutes(5);

  private final ClusterNetwork network;
  private final Consoles consoles;
  private final KafkaSoftware software;
  private final NodeProcesses processes;

  ClusterConstruction(
      ClusterNetwork network, Consoles consoles, KafkaSoftware software, NodeProcesses processes) {
    this.network = network;
    this.consoles = consoles;
    this.software = software;
    this.processes = processes;
  }

  void build(ClusterSpec spec, ConstructionProgress progress)
      throws IOException, InterruptedException {
    Map<PlannedNode, Resource> instances = network.build(spec, progress);
    List<Node> nodes = new ArrayList<>();
    for (Map.Entry<PlannedNode, Resource> made : instances.entrySet()) {
      nodes.add(node(spec, made.getKey(), made.getValue()));
    }
    progress.update(record -> withNodes(record, nodes, spec.service()));
    authorizeKey(spec, progress);
    String clusterId = randomId();
    for (Node node : nodes) {
      install(spec, node, nodes);
    }
    if (spec.mode() != Mode.ZOOKEEPER) {
      format(spec, nodes, clusterId);
    }
    start(spec, nodes, progress);
    fill(spec, nodes, progress);
  }

  private static Resource withNodes(Resource record, List<Node> nodes, Service service) {
    return record.with("nodes", nodes.stream().map(node -> node.view(service)).toList());
  }

  private Node node(ClusterSpec spec, PlannedNode plannedNode, Resource instance)
      throws IOException, InterruptedException {
    Path home = consoles.home(instance.id());
    String kafka = software.in(home, spec.kafkaVersion()).kafka().getFileName().toString();
    return new Node(
        plannedNode.nodeId(),
        plannedNode.roles(),
        instance.id(),
        instance.text("privateAddress"),
        plannedNode.subnet().zone(),
        home.toString(),
        home.resolve(ServerProperties.configurationPath(spec, plannedNode.roles(), kafka))
            .toString(),
        home.resolve("data")
            .resolve(plannedNode.roles().contains(Node.ZOOKEEPER) ? "zk" : "kafka")
            .toString());
  }

  /** Puts the owner's public key on every machine after it has booted. */
  private void authorizeKey(ClusterSpec spec, ConstructionProgress progress)
      throws IOException, InterruptedException {
    for (String id : progress.current().texts("instanceIds")) {
      progress.waitFor(id + " did not boot", BOOT_TIMEOUT, () -> consoles.isUp(id));
      write(consoles.home(id).resolve(".ssh/authorized_keys"), spec.publicKey() + "\n");
    }
  }

  private void install(ClusterSpec spec, Node node, List<Node> all)
      throws IOException, InterruptedException {
    Installed installed = software.install(consoles, node.instanceId(), spec.kafkaVersion());
    boolean zooKeeper = node.is(Node.ZOOKEEPER);
    write(
        Path.of(node.configuration()),
        zooKeeper ? ServerProperties.zooKeeper(node) : ServerProperties.kafka(spec, node, all));
    Files.createDirectories(Path.of(node.dataFolder()));
    switch (spec.service()) {
      case SYSTEMD -> {
        write(node.unitFile(), ServiceFiles.unit(spec, node, installed));
        consoles.run(node.instanceId(), "systemctl enable " + node.unitFile());
      }
      case COMMANDS -> {
        write(node.startScript(), ServiceFiles.startScript(spec, node, installed));
        write(node.stopScript(), ServiceFiles.stopScript(node));
        for (Path script : List.of(node.startScript(), node.stopScript())) {
          Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
      }
    }
  }

  private void format(ClusterSpec spec, List<Node> nodes, String clusterId)
      throws IOException, InterruptedException {
    String voters = initialVoters(nodes);
    for (Node node : nodes) {
      Installed installed = software.in(Path.of(node.home()), spec.kafkaVersion());
      String environment =
          ServiceFiles.environment(spec, node, installed).entrySet().stream()
              .map(variable -> "%s='%s'".formatted(variable.getKey(), variable.getValue()))
              .collect(Collectors.joining(" "));
      consoles.run(
          node.instanceId(),
          "%s %s/bin/kafka-storage.sh format -t %s -c %s%s"
              .formatted(
                  environment,
                  installed.kafka(),
                  clusterId,
                  node.configuration(),
                  quorumOption(spec, node, voters)));
    }
  }

  /** With a dynamic quorum, formatting writes the first voters into the metadata log. */
  private static String quorumOption(ClusterSpec spec, Node node, String voters) {
    if (spec.quorum() == Quorum.STATIC) {
      return "";
    }
    return node.is(Node.CONTROLLER)
        ? " --initial-controllers " + voters
        : " --no-initial-controllers";
  }

  /** Each controller with its address and a new ID for its metadata folder. */
  private static String initialVoters(List<Node> nodes) {
    return nodes.stream()
        .filter(node -> node.is(Node.CONTROLLER))
        .map(
            node ->
                "%d@%s:%d:%s"
                    .formatted(node.nodeId(), node.address(), Node.CONTROLLER_PORT, randomId()))
        .collect(Collectors.joining(","));
  }

  /** Starts all nodes at the same time, but ZooKeeper before its brokers. */
  private void start(ClusterSpec spec, List<Node> nodes, ConstructionProgress progress)
      throws IOException, InterruptedException {
    for (Node node : nodes) {
      processes.start(node, spec.service());
      if (node.is(Node.ZOOKEEPER)) {
        progress.waitFor(
            "ZooKeeper did not respond",
            START_TIMEOUT,
            () -> answers(node.address(), Node.ZOOKEEPER_PORT));
      }
    }
  }

  private void fill(ClusterSpec spec, List<Node> nodes, ConstructionProgress progress)
      throws IOException, InterruptedException {
    List<Node> brokers = nodes.stream().filter(node -> node.is(Node.BROKER)).toList();
    TreeSet<Integer> wanted =
        brokers.stream().map(Node::nodeId).collect(Collectors.toCollection(TreeSet::new));
    try (TopicContent content = new TopicContent(brokers)) {
      progress.waitFor(
          "the brokers " + wanted + " did not register",
          START_TIMEOUT,
          () -> content.brokers().equals(wanted));
      String clusterId = content.clusterId();
      content.create(spec.topics());
      content.fill(spec.topics());
      progress.update(
          record -> record.with("clusterId", clusterId).withStatus(ClusterRecords.RUNNING));
    }
  }

  private static boolean answers(String address, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /**
   * Returns an ID as Kafka generates it: 16 bytes in URL-safe Base64. A leading dash would look
   * like an option.
   */
  private static String randomId() {
    String id;
    do {
      UUID random = UUID.randomUUID();
      byte[] bytes =
          ByteBuffer.allocate(16)
              .putLong(random.getMostSignificantBits())
              .putLong(random.getLeastSignificantBits())
              .array();
      id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    } while (id.startsWith("-"));
    return id;
  }
}
