package dev.linkspan.sandbox.clusters;

import dev.linkspan.sandbox.api.Parameters;
import dev.linkspan.sandbox.api.Regions;
import dev.linkspan.sandbox.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A cluster to build.
 *
 * @param kafkaVersion version of one of the mirror's archives; empty for that of the first
 * @param publicKey line of an {@code authorized_keys} file
 * @param heap heap of each Java process, such as {@code 256m}
 * @param properties lines to append to the file of every broker and controller
 * @param allowPorts port ranges that the brokers' security group opens to the VPC, such as {@code
 *     1/65535}
 */
record ClusterSpec(
    String name,
    String kafkaVersion,
    Mode mode,
    Quorum quorum,
    String region,
    String vpcCidr,
    List<Subnet> zones,
    Optional<Subnet> bastion,
    int brokers,
    int controllers,
    Service service,
    String publicKey,
    String heap,
    List<Topic> topics,
    String properties,
    List<String> allowPorts) {

  /** Where the metadata is: on the brokers, on dedicated controllers, or in ZooKeeper. */
  enum Mode {
    COMBINED,
    DEDICATED,
    ZOOKEEPER
  }

  /**
   * How the nodes know the voters: from their files ({@code controller.quorum.voters}), or from the
   * metadata log (KIP-853), which needs Kafka 3.9 or newer.
   */
  enum Quorum {
    STATIC,
    DYNAMIC
  }

  /** How the processes are started: as systemd units, or by scripts. */
  enum Service {
    SYSTEMD,
    COMMANDS
  }

  record Subnet(String zone, String cidr) {}

  record Topic(String name, int partitions, int replicationFactor, int minInsync, int messages) {}

  private static final int MAX_NODES = 20;

  /**
   * Reads a request of the control API.
   *
   * @throws RuntimeException if a field is missing or malformed; the message says which
   */
  static ClusterSpec of(Map<String, Object> request) {
    Map<String, String> fields = new LinkedHashMap<>();
    request.forEach(
        (key, value) -> {
          if (value != null) {
            fields.put(key, value instanceof String text ? text : Json.text(value));
          }
        });
    Parameters p = new Parameters(fields);
    List<Subnet> zones = p.list("zones").stream().map(ClusterSpec::subnet).toList();
    check(!zones.isEmpty(), "zones is missing");
    int brokers = p.integer("brokers", 3);
    int controllers = p.integer("controllers", 3);
    check(brokers >= 1 && brokers <= MAX_NODES, "brokers must be 1 to " + MAX_NODES);
    check(controllers >= 1 && controllers <= MAX_NODES, "controllers must be 1 to " + MAX_NODES);
    String name = p.required("name");
    check(
        name.matches("[a-z][a-z0-9-]{0,39}"),
        "name must consist of lower-case letters, digits and dashes");
    String heap = p.text("heap", "256m");
    check(heap.matches("\\d+[mMgG]"), "heap must have the form 256m");
    return new ClusterSpec(
        name,
        p.text("kafkaVersion", ""),
        oneOf(Mode.class, "mode", p.required("mode")),
        oneOf(Quorum.class, "quorum", p.text("quorum", "static")),
        region(zones.get(0).zone()),
        p.required("vpcCidr"),
        zones,
        request.get("bastion") == null
            ? Optional.empty()
            : Optional.of(subnet(p.object("bastion"))),
        brokers,
        controllers,
        oneOf(Service.class, "service", p.text("service", "systemd")),
        p.required("publicKey").strip(),
        heap,
        p.list("topics").stream().map(topic -> topic(topic, brokers)).toList(),
        p.text("properties", ""),
        List.of(p.text("allowPorts", "1/65535").split("\\s*,\\s*", -1)));
  }

  private static <E extends Enum<E>> E oneOf(Class<E> type, String field, String value) {
    return Stream.of(type.getEnumConstants())
        .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(value))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(field + " is not valid: " + value));
  }

  private static Subnet subnet(Parameters p) {
    return new Subnet(p.required("zone"), p.required("cidr"));
  }

  private static Topic topic(Parameters p, int brokers) {
    int replicas = p.integer("replicationFactor", Math.min(3, brokers));
    return new Topic(
        p.required("name"),
        p.integer("partitions", 3),
        replicas,
        p.integer("minInsync", Math.max(1, replicas - 1)),
        p.integer("messages", 0));
  }

  private static String region(String zone) {
    String region = zone.replaceFirst("-?[a-z]$", "");
    check(Regions.zonesOf(region).contains(zone), "zones has an unknown zone: " + zone);
    return region;
  }

  private static void check(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /** The nodes that the cluster needs, without the bastion. */
  List<PlannedNode> plannedNodes() {
    List<PlannedNode> plannedNodes = new ArrayList<>();
    switch (mode) {
      case COMBINED ->
          add(plannedNodes, 1, brokers, List.of(Node.BROKER, Node.CONTROLLER), "kafka");
      case DEDICATED -> {
        add(plannedNodes, 101, controllers, List.of(Node.CONTROLLER), "controller");
        add(plannedNodes, 1, brokers, List.of(Node.BROKER), "kafka");
      }
      case ZOOKEEPER -> {
        plannedNodes.add(
            new PlannedNode(0, List.of(Node.ZOOKEEPER), name + "-zookeeper", zones.get(0)));
        add(plannedNodes, 1, brokers, List.of(Node.BROKER), "kafka");
      }
    }
    return plannedNodes;
  }

  private void add(
      List<PlannedNode> plannedNodes, int first, int count, List<String> roles, String kind) {
    for (int i = 0; i < count; i++) {
      String server = "%s-%s-%d".formatted(name, kind, first + i);
      plannedNodes.add(new PlannedNode(first + i, roles, server, zones.get(i % zones.size())));
    }
  }

  /** A node that does not exist yet. */
  record PlannedNode(int nodeId, List<String> roles, String instanceName, Subnet subnet) {}
}
