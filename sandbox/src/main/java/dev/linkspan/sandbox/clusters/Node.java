package dev.linkspan.sandbox.clusters;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A server of a cluster, with one Java process.
 *
 * @param nodeId Kafka's; 0 for ZooKeeper
 * @param home the home folder on the server, absolute
 * @param configuration file that the process is started with, absolute
 * @param dataFolder absolute
 */
record Node(
    int nodeId,
    List<String> roles,
    String instanceId,
    String address,
    String zone,
    String home,
    String configuration,
    String dataFolder) {
  static final String BROKER = "broker";
  static final String CONTROLLER = "controller";
  static final String ZOOKEEPER = "zookeeper";

  static final int INTERNAL_PORT = 9092;
  static final int CONTROLLER_PORT = 29092;
  static final int ZOOKEEPER_PORT = 2181;

  boolean is(String role) {
    return roles.contains(role);
  }

  /** What the unit, the scripts and the files are called: kafka or zookeeper. */
  String program() {
    return is(ZOOKEEPER) ? ZOOKEEPER : "kafka";
  }

  String unit() {
    return program() + ".service";
  }

  Path unitFile() {
    return Path.of(home, "etc/systemd/system", unit());
  }

  Path startScript() {
    return Path.of(home, "bin/start-" + program());
  }

  Path stopScript() {
    return Path.of(home, "bin/stop-" + program());
  }

  Path pidFile() {
    return Path.of(home, "run", program() + ".pid");
  }

  /** As the control API shows it and the store keeps it. */
  Map<String, Object> shown(ClusterSpec.Service service) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("nodeId", nodeId);
    shown.put("roles", roles);
    shown.put("instanceId", instanceId);
    shown.put("address", address);
    shown.put("zone", zone);
    shown.put("home", home);
    shown.put("configuration", configuration);
    shown.put("dataFolder", dataFolder);
    switch (service) {
      case SYSTEMD -> shown.put("unit", unit());
      case COMMANDS -> {
        shown.put("start", startScript().toString());
        shown.put("stop", stopScript().toString());
      }
    }
    return shown;
  }

  static Node of(Map<String, Object> shown) {
    return new Node(
        ((Number) shown.get("nodeId")).intValue(),
        ((List<?>) shown.get("roles")).stream().map(String::valueOf).toList(),
        (String) shown.get("instanceId"),
        (String) shown.get("address"),
        (String) shown.get("zone"),
        (String) shown.get("home"),
        (String) shown.get("configuration"),
        (String) shown.get("dataFolder"));
  }
}
