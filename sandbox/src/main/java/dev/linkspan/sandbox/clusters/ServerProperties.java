package dev.linkspan.sandbox.clusters;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Configuration files as people write them: with comments, inconsistent spacing, values over
 * several lines, and keys that Kafka does not know. The style differs from server to server.
 */
final class ServerProperties {
  private ServerProperties() {}

  /** A style of writing. */
  private enum Style {
    PLAIN,
    SPACED,
    HURRIED
  }

  /**
   * @param key empty for a line that is no property, such as a comment
   */
  private record Line(String key, String value) {}

  /** Returns the file of a broker or controller. */
  static String kafka(ClusterSpec spec, Node node, List<Node> all) {
    List<Line> lines = new ArrayList<>();
    comment(lines, "%s, node %d, %s".formatted(spec.name(), node.nodeId(), node.zone()));
    comment(lines, "Made by hand. Ask the platform team before you change anything here.");
    blank(lines);
    identity(spec, node, all, lines);
    blank(lines);
    listeners(spec, node, lines);
    blank(lines);
    comment(lines, "--- storage");
    add(lines, "log.dirs", node.dataFolder());
    if (node.is(Node.BROKER)) {
      replication(spec, lines);
    }
    comment(lines, "small machines: the default needs more heap than there is");
    add(lines, "log.cleaner.dedupe.buffer.size", "16777216");
    if (node.nodeId() % 3 == 0) {
      blank(lines);
      comment(lines, "for the inventory script");
      add(lines, "com.example.owner", "team-" + spec.name());
    }
    String text = written(lines, Style.values()[(node.nodeId() + 2) % Style.values().length]);
    return spec.properties().isEmpty() ? text : text + "\n" + spec.properties() + "\n";
  }

  private static void identity(ClusterSpec spec, Node node, List<Node> all, List<Line> lines) {
    if (spec.mode() == ClusterSpec.Mode.ZOOKEEPER) {
      add(lines, "broker.id", Integer.toString(node.nodeId()));
      add(
          lines,
          "zookeeper.connect",
          all.stream()
              .filter(other -> other.is(Node.ZOOKEEPER))
              .map(other -> other.address() + ":" + Node.ZOOKEEPER_PORT)
              .collect(Collectors.joining(",", "", "/" + spec.name())));
      add(lines, "zookeeper.connection.timeout.ms", "18000");
      return;
    }
    add(lines, "process.roles", String.join(",", node.roles()));
    add(lines, "node.id", Integer.toString(node.nodeId()));
    boolean dynamic = spec.quorum() == ClusterSpec.Quorum.DYNAMIC;
    add(
        lines,
        dynamic ? "controller.quorum.bootstrap.servers" : "controller.quorum.voters",
        all.stream()
            .filter(other -> other.is(Node.CONTROLLER))
            .map(
                other ->
                    (dynamic ? "" : other.nodeId() + "@")
                        + other.address()
                        + ":"
                        + Node.CONTROLLER_PORT)
            .collect(Collectors.joining(",")));
  }

  private static void listeners(ClusterSpec spec, Node node, List<Line> lines) {
    String internal = "INTERNAL://" + node.address() + ":" + Node.INTERNAL_PORT;
    String controller = "CONTROLLER://" + node.address() + ":" + Node.CONTROLLER_PORT;
    comment(lines, "--- network");
    comment(lines, "listeners=PLAINTEXT://:9092");
    List<String> own = new ArrayList<>();
    if (node.is(Node.BROKER)) {
      own.add(internal);
    }
    if (node.is(Node.CONTROLLER)) {
      own.add(controller);
    }
    add(lines, "listeners", String.join(",", own));
    if (spec.quorum() == ClusterSpec.Quorum.DYNAMIC) {
      // As in the sample files of Kafka 4: a voter advertises where it is.
      add(lines, "advertised.listeners", String.join(",", own));
    } else if (node.is(Node.BROKER)) {
      add(lines, "advertised.listeners", internal);
    }
    if (node.is(Node.BROKER)) {
      add(lines, "inter.broker.listener.name", "INTERNAL");
    }
    boolean raft = spec.mode() != ClusterSpec.Mode.ZOOKEEPER;
    if (raft) {
      add(lines, "controller.listener.names", "CONTROLLER");
    }
    add(
        lines,
        "listener.security.protocol.map",
        raft ? "INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT" : "INTERNAL:PLAINTEXT");
    add(lines, "num.network.threads", "2");
    add(lines, "num.io.threads", "4");
  }

  private static void replication(ClusterSpec spec, List<Line> lines) {
    String replicas = Integer.toString(Math.min(3, spec.brokers()));
    String insync = Integer.toString(Math.min(2, spec.brokers()));
    comment(lines, "--- topics");
    add(lines, "auto.create.topics.enable", "false");
    add(lines, "num.partitions", "3");
    add(lines, "default.replication.factor", replicas);
    add(lines, "min.insync.replicas", insync);
    add(lines, "offsets.topic.replication.factor", replicas);
    add(lines, "offsets.topic.num.partitions", "6");
    add(lines, "transaction.state.log.replication.factor", replicas);
    add(lines, "transaction.state.log.min.isr", insync);
  }

  private static void add(List<Line> lines, String key, String value) {
    lines.add(new Line(key, value));
  }

  private static void comment(List<Line> lines, String text) {
    lines.add(new Line("", "# " + text));
  }

  private static void blank(List<Line> lines) {
    lines.add(new Line("", ""));
  }

  private static String written(List<Line> lines, Style style) {
    return lines.stream()
        .map(line -> line.key().isEmpty() ? line.value() : written(line, style))
        // In the hurried style, the last line has no line break.
        .collect(Collectors.joining("\n", "", style == Style.HURRIED ? "" : "\n"));
  }

  private static String written(Line line, Style style) {
    return switch (style) {
      case PLAIN -> line.key() + "=" + line.value();
      case SPACED ->
          "%-30s = %s".formatted(line.key(), line.value().replace(",", ",\\\n" + " ".repeat(33)));
      case HURRIED ->
          line.key().length() % 2 == 0
              ? line.key() + ": " + line.value()
              : "  " + line.key() + " =" + line.value();
    };
  }

  /** Returns the file of ZooKeeper. */
  static String zooKeeper(Node node) {
    return """
        # one is enough for us
        tickTime=2000
        dataDir=%s
        clientPortAddress=%s
        clientPort=%d
        maxClientCnxns=0
        admin.enableServer=false
        """
        .formatted(node.dataFolder(), node.address(), Node.ZOOKEEPER_PORT);
  }

  /** Returns the path of the configuration file, relative to the home. */
  static Path configurationPath(ClusterSpec spec, List<String> roles, String kafkaFolder) {
    // Kafka 4 has its files for KRaft in the folder config itself.
    String folder = kafkaFolder.matches("kafka_[0-9.]+-3\\..*") ? "config/kraft" : "config";
    return switch (spec.mode()) {
      case COMBINED -> Path.of(kafkaFolder, folder, "server.properties");
      case DEDICATED -> Path.of(kafkaFolder, folder, String.join("-", roles) + ".properties");
      case ZOOKEEPER ->
          Path.of(
              "etc/kafka",
              roles.contains(Node.ZOOKEEPER) ? "zookeeper.properties" : "server.properties");
    };
  }
}
