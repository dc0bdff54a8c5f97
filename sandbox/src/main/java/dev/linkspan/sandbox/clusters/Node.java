package dev.linkspan.sandbox.clusters;

import dev.linkspan.sandbox.json.JsonObject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A server of a cluster, with one Java process.
 *
 * @param nodeId Kafka's node id; 0 for ZooKeeper
 * @param home absolute path of the home folder on the server
 * @param configuration absolute path of the configuration file
 * @param dataFolder absolute path of the data folder
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

  /** The base name of the unit, the scripts and the files: kafka or zookeeper. */
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

  /** Returns the node as the control API shows it and the store keeps it. */
  Map<String, Object> view(ClusterSpec.Service service) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("nodeId", nodeId);
    view.put("roles", roles);
    view.put("instanceId", instanceId);
    view.put("address", address);
    view.put("zone", zone);
    view.put("home", home);
    view.put("configuration", configuration);
    view.put("dataFolder", dataFolder);
    switch (service) {
      case SYSTEMD -> view.put("unit", unit());
      case COMMANDS -> {
        view.put("start", startScript().toString());
        view.put("stop", stopScript().toString());
      }
    }
    return view;
  }

  static Node of(Map<String, Object> stored) {
    JsonObject node = new JsonObject(stored);
    return new Node(
        node.integer("nodeId"),
        node.texts("roles"),
        node.text("instanceId"),
        node.text("address"),
        node.text("zone"),
        node.text("home"),
        node.text("configuration"),
        node.text("dataFolder"));
  }
}
