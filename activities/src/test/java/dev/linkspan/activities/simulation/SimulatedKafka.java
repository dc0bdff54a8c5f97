package dev.linkspan.activities.simulation;

import dev.linkspan.workflows.kafka.BrokerActivities;
import dev.linkspan.workflows.kafka.BrokerActivities.BrokerFacts;
import dev.linkspan.workflows.kafka.BrokerActivities.BrokerProcess;
import dev.linkspan.workflows.kafka.BrokerActivities.ListenerEdit;
import dev.linkspan.workflows.kafka.ClusterActivities;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterFacts;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterHealth;
import dev.linkspan.workflows.kafka.NodeActivities;
import dev.linkspan.workflows.kafka.NodeActivities.BrokerFiles;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.kafka.NodeActivities.NodeAddress;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.listeners.Listener;
import dev.linkspan.workflows.rollout.AuditActivities;
import dev.linkspan.workflows.rollout.AuditActivities.Audit;
import dev.linkspan.workflows.rollout.AuditActivities.Figures;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Simulated machines and brokers. Each broker has the address of its EXTERNAL listener twice: in
 * its file, and in the running process. The last number of a machine's name is its broker's id.
 */
final class SimulatedKafka {
  private static final String NO_LISTENER = "no EXTERNAL listener";
  private static final Pattern EXTERNAL =
      Pattern.compile("advertised\\.listeners=.*EXTERNAL://([^,\\s]+)");

  private final String clusterId;
  private final Map<Integer, String> files = new HashMap<>();
  private final Map<Integer, String> running = new TreeMap<>();

  SimulatedKafka(String clusterId) {
    this.clusterId = clusterId;
  }

  /** The EXTERNAL address that each running broker advertises. */
  synchronized Map<Integer, String> advertised() {
    return new TreeMap<>(running);
  }

  /** Runs an activity of one of the four interfaces. */
  synchronized Object run(Method method, Object[] arguments) {
    Class<?> type = method.getDeclaringClass();
    if (type == NodeActivities.class) {
      return ofNode(method.getName(), arguments);
    } else if (type == BrokerActivities.class) {
      return ofBroker(method.getName(), arguments);
    } else if (type == ClusterActivities.class) {
      return ofCluster(method.getName());
    } else if (type == AuditActivities.class) {
      Figures figures =
          new Figures(100, 100, 0, 0, 0, Duration.ofMillis(900), Duration.ofMillis(700));
      return method.getReturnType() == Audit.class ? new Audit(figures, Map.of(), 0) : null;
    }
    throw new IllegalArgumentException(method.toString());
  }

  private Object ofNode(String method, Object[] arguments) {
    return switch (method) {
      case "connect" -> node((NodeAddress) arguments[1], (String) arguments[2]);
      case "prepareProbe" -> "17";
      case "prepareBroker" -> {
        BrokerFiles given = (BrokerFiles) arguments[2];
        Matcher matcher = EXTERNAL.matcher(given.serverProperties());
        files.put(given.nodeId(), matcher.find() ? matcher.group(1) : NO_LISTENER);
        yield null;
      }
      case "startBroker" -> {
        int id = ((BrokerFiles) arguments[2]).nodeId();
        running.put(id, files.get(id));
        yield null;
      }
      default -> null;
    };
  }

  private Object ofBroker(String method, Object[] arguments) {
    int id = Integer.parseInt(((Node) arguments[1]).name().replaceAll(".*?([0-9]+)$", "$1"));
    return switch (method) {
      case "survey" -> facts(id);
      case "previewListener" -> edit(id, ((ExternalListener) arguments[3]).advertised());
      case "writeListener" -> {
        String wanted = ((ExternalListener) arguments[3]).advertised();
        ListenerEdit edit = edit(id, wanted);
        files.put(id, wanted);
        yield edit;
      }
      case "restoreConfiguration" -> files.put(id, ((ListenerEdit) arguments[3]).before());
      case "stop" -> running.remove(id);
      case "start" -> {
        running.put(id, files.get(id));
        yield process(id);
      }
      default -> null;
    };
  }

  private Object ofCluster(String method) {
    return switch (method) {
      case "inspect", "awaitCluster", "awaitInSync", "awaitGate" -> health();
      case "survey" ->
          new ClusterFacts(
              clusterId,
              List.copyOf(running.keySet()),
              1,
              List.copyOf(files.keySet()),
              Map.of(),
              1,
              Math.min(3, files.size()),
              List.of(),
              List.of(),
              Map.of(),
              List.of(),
              Optional.empty());
      default -> null;
    };
  }

  private ClusterHealth health() {
    Map<Integer, String> external = new TreeMap<>(running);
    external.values().removeIf(NO_LISTENER::equals);
    return new ClusterHealth(
        clusterId,
        List.copyOf(running.keySet()),
        1,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        external);
  }

  private ListenerEdit edit(int id, String wanted) {
    return new ListenerEdit(
        "/opt/kafka/server.properties",
        files.get(id),
        wanted,
        "+advertised.listeners=" + wanted,
        Map.of("advertised.listeners", "EXTERNAL://" + wanted));
  }

  private BrokerFacts facts(int id) {
    List<Listener> internal = List.of(new Listener("INTERNAL", "10.0.0." + id, 9092));
    return new BrokerFacts(
        id,
        false,
        true,
        internal,
        internal,
        Map.of("INTERNAL", "PLAINTEXT"),
        "INTERNAL",
        List.of("/data"),
        Optional.of(clusterId),
        files.get(id),
        "3.7.1",
        Optional.of("/opt/jdk"),
        running.containsKey(id) ? Optional.of(process(id)) : Optional.empty(),
        Optional.of(Duration.ofSeconds(330)),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private static BrokerProcess process(int id) {
    return new BrokerProcess(1000 + id, 1, List.of(9092, 39092));
  }

  private static Node node(NodeAddress address, String privateAddress) {
    return new Node(
        new NodeAddress(
            address.name(),
            address.user(),
            address.address(),
            address.port(),
            address.jump(),
            "ecdsa-sha2-nistp256 AAAA"),
        privateAddress,
        "/root/linkspan");
  }
}
