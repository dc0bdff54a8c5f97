package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.kafka.BrokerActivities.BrokerFacts;
import dev.linkspan.workflows.kafka.BrokerActivities.BrokerProcess;
import dev.linkspan.workflows.kafka.BrokerActivities.ListenerEdit;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterFacts;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterHealth;
import dev.linkspan.workflows.kafka.ClusterActivities.TopicAtRisk;
import dev.linkspan.workflows.kafka.NodeActivities.BrokerFiles;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.kafka.NodeActivities.NodeAddress;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.listeners.Listener;
import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.plan.SettingsChange;
import dev.linkspan.workflows.rollout.AuditActivities.Audit;
import dev.linkspan.workflows.rollout.AuditActivities.Figures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The answers of the simulated machines and their Kafka cluster. Each broker has the configuration
 * in its file and the one that its process runs with. The last number in a machine's name is its
 * broker's node ID.
 */
final class KafkaAnswers {
  static final String CLUSTER = "BRl69zcmTFmiPaoaANybiw";
  private static final String NOTHING = "nothing";
  private static final String SETTINGS = "/opt/kafka/settings of server.properties";
  private static final Pattern EXTERNAL =
      Pattern.compile("advertised\\.listeners=.*EXTERNAL://([^,\\s]+)");

  private final Map<Integer, String> files = new HashMap<>();
  private final Map<Integer, String> running = new TreeMap<>();
  private final Map<Integer, String> settings = new TreeMap<>();
  private final Map<Integer, String> units = new TreeMap<>();
  private final List<Integer> startOrder = new ArrayList<>();
  private final List<List<Integer>> gateVoters = new ArrayList<>();
  private int maxDown;

  /** A test may change these fields. */
  int activeController = 2;

  List<Integer> voters = List.of(1, 2, 3);
  boolean zooKeeper;
  boolean asksForLogin;
  List<String> fileProblems = List.of();
  List<TopicAtRisk> atRisk = List.of();

  /** Whether partitions have replicas on every broker, so that a broker that is down is missed. */
  boolean partitionsEverywhere;

  /** Adds running brokers of an existing cluster. */
  synchronized void addRunningBrokers(int brokers) {
    for (int id = 1; id <= brokers; id++) {
      addRunningBroker(id);
    }
  }

  /** The owner of an existing cluster adds a broker, which runs. */
  synchronized void addRunningBroker(int id) {
    files.put(id, NOTHING);
    running.put(id, NOTHING);
  }

  /** Stops a broker from outside the workflows. */
  synchronized void takeDown(int nodeId) {
    running.remove(nodeId);
  }

  /** Edits a broker's file from outside the workflows. */
  synchronized void editFile(int nodeId, String advertised) {
    files.put(nodeId, advertised);
  }

  /** Edits a broker's file and restarts the broker, from outside the workflows. */
  synchronized void editAndRestart(int nodeId, String advertised) {
    files.put(nodeId, advertised);
    running.put(nodeId, advertised);
  }

  /** The EXTERNAL address in each broker's file. */
  synchronized Map<Integer, String> files() {
    return new TreeMap<>(files);
  }

  /** The unique name in the files that surveys find; empty for files without one. */
  String surveysAdvertise = "";

  /** The EXTERNAL address that each running broker advertises. */
  synchronized Map<Integer, String> advertised() {
    return new TreeMap<>(running);
  }

  /** The node IDs in the order in which the brokers were started. */
  synchronized List<Integer> startOrder() {
    return List.copyOf(startOrder);
  }

  /** The voters that each gate expected. */
  synchronized List<List<Integer>> gateVoters() {
    return List.copyOf(gateVoters);
  }

  /** The largest number of brokers that were down at the same time. */
  synchronized int maxDown() {
    return maxDown;
  }

  synchronized Object ofNode(String method, Object[] arguments) {
    return switch (method) {
      case "connect" -> node((NodeAddress) arguments[1], (String) arguments[2]);
      case "reach" -> node((NodeAddress) arguments[1], ((NodeAddress) arguments[1]).address());
      case "prepareProbe" -> "17";
      case "prepareBroker" -> {
        BrokerFiles given = (BrokerFiles) arguments[2];
        Matcher matcher = EXTERNAL.matcher(given.serverProperties());
        files.put(given.nodeId(), matcher.find() ? matcher.group(1) : NOTHING);
        units.put(given.nodeId(), given.unit());
        yield null;
      }
      case "writeUnit" -> units.put(id((Node) arguments[1]), (String) arguments[3]);
      // A checksum stands for its text.
      case "unitChecksum" -> Optional.ofNullable(units.get(id((Node) arguments[1])));
      case "restoreUnit" -> units.put(id((Node) arguments[1]), (String) arguments[3]);
      case "startBroker" -> {
        start(((BrokerFiles) arguments[2]).nodeId());
        yield null;
      }
      default -> null;
    };
  }

  synchronized Object ofBroker(String method, Object[] arguments) {
    int id = id((Node) arguments[1]);
    return switch (method) {
      case "survey" -> facts(id);
      case "previewListener" -> edit(id, ((ExternalListener) arguments[3]).advertised());
      case "writeListener" -> {
        String wanted = ((ExternalListener) arguments[3]).advertised();
        ListenerEdit edit = edit(id, wanted);
        files.put(id, wanted);
        yield edit;
      }
      case "previewListenerRemoval" -> edit(id, NOTHING);
      case "removeListener" -> {
        ListenerEdit edit = edit(id, NOTHING);
        files.put(id, NOTHING);
        yield edit;
      }
      case "previewSettings" -> settingsEdit(id, (SettingsChange) arguments[3]);
      case "writeSettings" -> {
        ListenerEdit edit = settingsEdit(id, (SettingsChange) arguments[3]);
        settings.put(id, edit.after());
        yield edit;
      }
      case "restoreConfiguration" -> {
        ListenerEdit edit = (ListenerEdit) arguments[3];
        yield (edit.path().equals(SETTINGS) ? settings : files).put(id, edit.before());
      }
      case "stop" -> {
        running.remove(id);
        maxDown = Math.max(maxDown, files.size() - running.size());
        yield null;
      }
      case "start" -> {
        start(id);
        yield process(id);
      }
      default -> null;
    };
  }

  synchronized Object ofCluster(String method, Object[] arguments) {
    return switch (method) {
      case "awaitGate" -> {
        gateVoters.add(((ClusterAccess) arguments[1]).voters());
        yield health();
      }
      case "inspect", "awaitCluster", "awaitInSync" -> health();
      case "survey" ->
          new ClusterFacts(
              CLUSTER,
              List.copyOf(running.keySet()),
              activeController,
              zooKeeper ? List.of() : voters,
              Map.of(),
              1,
              3,
              atRisk,
              missed(),
              Map.of(),
              List.of(),
              Optional.empty());
      case "alterListeners" -> {
        int id = (int) arguments[2];
        running.put(id, files.get(id));
        yield null;
      }
      case "clearListeners" -> {
        running.replace((int) arguments[2], NOTHING);
        yield null;
      }
      default -> null;
    };
  }

  private List<String> missed() {
    return partitionsEverywhere && running.size() < files.size()
        ? List.of("partitions are under-replicated: orders-0")
        : List.of();
  }

  Object ofAudit(String method) {
    Figures figures =
        new Figures(100, 100, 0, 0, 0, Duration.ofMillis(900), Duration.ofMillis(700));
    boolean figuresWanted = method.equals("read") || method.equals("stop");
    return figuresWanted ? new Audit(figures, Map.of("broker 1", figures), 0) : null;
  }

  private void start(int id) {
    running.put(id, files.get(id));
    startOrder.add(id);
  }

  /** The unit of each broker that was installed, as text. */
  synchronized Map<Integer, String> units() {
    return new TreeMap<>(units);
  }

  /** Edits a broker's unit from outside the workflows. */
  synchronized void editUnit(int nodeId, String text) {
    units.put(nodeId, text);
  }

  /** The settings in each broker's file, as text. */
  synchronized Map<Integer, String> settings() {
    return new TreeMap<>(settings);
  }

  private ListenerEdit settingsEdit(int id, SettingsChange wanted) {
    String without = wanted.removed().isEmpty() ? "" : " without " + wanted.removed();
    return new ListenerEdit(
        SETTINGS, settings.getOrDefault(id, ""), wanted.values() + without, "", wanted.values());
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
    List<Listener> listeners =
        List.of(
            new Listener("INTERNAL", "10.0.0." + id, 9092),
            new Listener("CLIENTS", "10.0.0." + id, 9095));
    return new BrokerFacts(
        id,
        zooKeeper,
        !zooKeeper,
        listeners,
        surveysAdvertise.isEmpty() ? listeners : advertising(id, listeners),
        Map.of("INTERNAL", "PLAINTEXT", "CLIENTS", asksForLogin ? "SASL_SSL" : "SSL"),
        "INTERNAL",
        List.of("/data"),
        Optional.of(CLUSTER),
        files.get(id),
        "3.7.1",
        Optional.of("/opt/jdk"),
        running.containsKey(id) ? Optional.of(process(id)) : Optional.empty(),
        Optional.of(Duration.ofSeconds(330)),
        fileProblems,
        Optional.empty(),
        Optional.empty());
  }

  private List<Listener> advertising(int id, List<Listener> others) {
    List<Listener> all = new ArrayList<>(others);
    String host = BrokerDomains.ofGuide(surveysAdvertise).host(id, "a").orElseThrow();
    all.add(new Listener("EXTERNAL", host, 9092 + id));
    return all;
  }

  private static BrokerProcess process(int id) {
    return new BrokerProcess(1000 + id, 1, List.of(9092, 39092));
  }

  private ClusterHealth health() {
    Map<Integer, String> external = new TreeMap<>(running);
    external.values().removeIf(NOTHING::equals);
    return new ClusterHealth(
        CLUSTER,
        List.copyOf(new TreeSet<>(running.keySet())),
        activeController,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        external);
  }

  private static int id(Node node) {
    return Integer.parseInt(node.name().replaceAll(".*?([0-9]+)$", "$1"));
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
