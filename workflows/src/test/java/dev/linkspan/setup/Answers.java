package dev.linkspan.setup;

import dev.linkspan.connection.ConnectionActivities.Dataflow;
import dev.linkspan.connection.ConnectionActivities.EndpointRequest;
import dev.linkspan.exposure.ExposureActivities.EndpointService;
import dev.linkspan.exposure.ExposureActivities.LoadBalancer;
import dev.linkspan.exposure.ExposureActivities.ZoneAddress;
import dev.linkspan.kafka.ClusterActivities.ClusterHealth;
import dev.linkspan.kafka.NodeActivities.BrokerFiles;
import dev.linkspan.kafka.NodeActivities.Node;
import dev.linkspan.kafka.NodeActivities.NodeAddress;
import dev.linkspan.network.NetworkActivities.Account;
import dev.linkspan.network.NetworkActivities.Instance;
import dev.linkspan.network.NetworkActivities.InstanceRequest;
import dev.linkspan.plan.Plan.SecurityGroupPlan;
import dev.linkspan.plan.Plan.VSwitchPlan;
import dev.linkspan.verification.Report.Check;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the made-up world answers, with a Kafka cluster that knows what each broker advertises. */
final class Answers {
  static final String UNIQUE_NAME = "abc123";
  static final String TIDB_ACCOUNT = "5500000000000001";
  private static final Pattern EXTERNAL =
      Pattern.compile("advertised\\.listeners=.*EXTERNAL://([^,\\s]+)");

  private final Map<Integer, String> files = new HashMap<>();
  private final Map<Integer, String> backups = new HashMap<>();
  private final Map<Integer, String> running = new TreeMap<>();
  private final List<Integer> startOrder = new ArrayList<>();
  private int instances;
  private int mostDown;

  /** May be changed by a test. */
  String connectionId = "plc-1";

  String endpointId = "ep-1";

  int activeController = 2;
  List<Check> bastionChecks = List.of(Check.passed(Optional.of(1), "broker 1", "10 of 10"));

  Object to(String method, Object[] arguments) {
    return switch (method) {
      case "preflight" ->
          arguments.length == 2
              ? new Account("1600000000000001", "arn")
              : new Dataflow(TIDB_ACCOUNT, List.of("ap-southeast-1a"));
      case "ensureVpc" -> "vpc-1";
      case "ensureVSwitch" -> "vsw-" + ((VSwitchPlan) arguments[2]).name();
      case "ensureSecurityGroup" -> "sg-" + ((SecurityGroupPlan) arguments[2]).name();
      case "ensureInstance" -> instance((InstanceRequest) arguments[1]);
      case "ensureServerGroup" -> arguments[2];
      case "ensureListener" -> "lsn-" + arguments[1].hashCode();
      case "ensureLoadBalancer" ->
          new LoadBalancer(
              "nlb-1", "nlb-1.example", List.of(new ZoneAddress("ap-southeast-1a", "10.0.0.200")));
      case "ensureEndpointService" ->
          new EndpointService("epsrv-1", "com.aliyuncs.privatelink.ap-southeast-1.epsrv-1");
      case "ensureConnection" -> connectionId;
      case "awaitEndpoint" ->
          new EndpointRequest(
              "epsrv-1",
              endpointId,
              TIDB_ACCOUNT,
              List.of("ap-southeast-1a"),
              "2026-11-24T03:00:00Z");
      case "previewUniqueName" -> UNIQUE_NAME;
      case "attachDomains" -> List.of("*." + UNIQUE_NAME + ".alicloud.plc.tidbcloud.com");
      case "connect" -> node((NodeAddress) arguments[1], (String) arguments[2]);
      case "checkClouds", "checkChangefeed" ->
          List.of(Check.passed(Optional.empty(), method, "fine"));
      case "checkFromBastion" -> bastionChecks;
      case "ensureKeyPair" -> arguments[1];
      default -> ofKafka(method, arguments);
    };
  }

  /** What every running broker advertises for EXTERNAL. */
  synchronized Map<Integer, String> advertised() {
    return new TreeMap<>(running);
  }

  /** Node ids in the order the brokers were started. */
  synchronized List<Integer> startOrder() {
    return List.copyOf(startOrder);
  }

  /** How many brokers were stopped at one time, at most. */
  synchronized int mostDown() {
    return mostDown;
  }

  private synchronized Object ofKafka(String method, Object[] arguments) {
    BrokerFiles given = arguments[arguments.length - 1] instanceof BrokerFiles f ? f : null;
    switch (method) {
      case "prepareBroker" -> files.put(given.nodeId(), given.serverProperties());
      case "replaceConfiguration" ->
          backups.put(given.nodeId(), files.put(given.nodeId(), given.serverProperties()));
      case "restoreConfiguration" -> files.put(given.nodeId(), backups.get(given.nodeId()));
      case "startBroker" -> start(given.nodeId());
      case "stopBroker" -> stop(given.nodeId());
      case "inspect", "awaitCluster", "awaitInSync" -> {
        return health();
      }
      default -> {}
    }
    return null;
  }

  private void start(int nodeId) {
    Matcher matcher = EXTERNAL.matcher(files.get(nodeId));
    running.put(nodeId, matcher.find() ? matcher.group(1) : "nothing");
    startOrder.add(nodeId);
  }

  private void stop(int nodeId) {
    running.remove(nodeId);
    mostDown = Math.max(mostDown, files.size() - running.size());
  }

  private ClusterHealth health() {
    return new ClusterHealth(
        "BRl69zcmTFmiPaoaANybiw",
        List.copyOf(running.keySet()),
        activeController,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        new TreeMap<>(running));
  }

  private synchronized Instance instance(InstanceRequest request) {
    instances++;
    Optional<String> publicAddress =
        request.plan().publicBandwidthMbps() > 0 ? Optional.of("192.0.2.1") : Optional.empty();
    return new Instance(
        request.plan().name(), "i-" + request.plan().name(), "10.0.0." + instances, publicAddress);
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
