package dev.linkspan.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Kafka clusters that Linkspan did not build, in all modes, with real brokers. */
@Tag("system")
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
class KafkaClusterTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(6);

  private static final AtomicInteger LAST_NETWORK = new AtomicInteger(230);

  private final int network = LAST_NETWORK.incrementAndGet();
  @TempDir Path folder;
  private RunningSandbox sandbox;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(
        Files.isDirectory(RunningSandbox.LIBS), "the module kafka-distribution is not packaged");
    sandbox = new RunningSandbox(folder, network);
  }

  @AfterEach
  void stop() {
    if (sandbox != null) {
      sandbox.close();
    }
  }

  @Test
  void aCombinedClusterKeepsItsMessagesAfterAKillAndARestartOfTheSandbox() throws Exception {
    Map<String, Object> cluster = running("combined", "systemd", Map.of("bastion", bastion()));

    assertThat(nodes(cluster)).extracting(node -> node.get("nodeId")).containsExactly(1, 2, 3);
    assertThat(nodes(cluster))
        .allSatisfy(
            node -> {
              assertThat(node.get("roles")).isEqualTo(List.of("broker", "controller"));
              assertThat(node.get("unit")).isEqualTo("kafka.service");
              Properties properties = properties(node);
              assertThat(properties)
                  .containsEntry("listeners", expectedListeners(node))
                  .containsEntry("log.dirs", node.get("dataFolder"))
                  .containsEntry("message.max.bytes", "2000000");
            });
    assertThat(messages(cluster)).isEqualTo(90);
    assertThat(made()).isNotEmpty().allSatisfy(tags -> assertThat(tags).isEqualTo(Map.of()));

    signal(2, "kill");
    awaitNode(2, node -> !node.containsKey("pid"));
    assertThat(sandbox.status("POST", "clusters/orders/nodes/2/stop")).isEqualTo(409);
    assertThat(sandbox.status("POST", "clusters/orders/nodes/9/stop")).isEqualTo(404);
    signal(2, "start");
    // For some seconds, the cluster still lists a broker that was killed.
    awaitNode(2, node -> node.containsKey("pid"));
    awaitBrokers(cluster, Set.of(1, 2, 3));

    List<ProcessHandle> processes =
        nodes(cluster("orders")).stream()
            .map(node -> ProcessHandle.of(((Number) node.get("pid")).longValue()).orElseThrow())
            .toList();
    sandbox.close();
    assertThat(processes).noneMatch(ProcessHandle::isAlive);
    sandbox = new RunningSandbox(folder, network);
    awaitBrokers(cluster, Set.of(1, 2, 3));
    assertThat(messages(cluster)).isEqualTo(90);

    sandbox.control("DELETE", "clusters/orders", 202, Map.of());
    await()
        .atMost(TIMEOUT)
        .until(() -> sandbox.status("GET", "clusters/orders"), status -> status == 404);
    assertThat(made()).isEmpty();
    assertThat(folder.resolve("machines")).isEmptyDirectory();
  }

  @Test
  void dedicatedControllersAndBrokersAreStartedAndStoppedByScripts() throws Exception {
    Map<String, Object> cluster = running("dedicated", "commands", Map.of("controllers", 1));

    assertThat(nodes(cluster))
        .extracting(node -> node.get("nodeId") + " " + node.get("roles"))
        .containsExactly("101 [controller]", "1 [broker]", "2 [broker]", "3 [broker]");
    assertThat(messages(cluster)).isEqualTo(90);
    Map<String, Object> first = nodes(cluster).get(1);
    assertThat(output((String) first.get("stop"))).isEmpty();
    awaitNode(1, node -> !node.containsKey("pid"));
    assertThat(output((String) first.get("stop"))).contains("does not run");
    signal(1, "start");
    awaitNode(1, node -> node.containsKey("pid"));
    awaitBrokers(cluster, Set.of(1, 2, 3));
    sandbox.close();
    sandbox = new RunningSandbox(folder, network);
    awaitBrokers(cluster, Set.of(1, 2, 3));
    assertThat(messages(cluster)).isEqualTo(90);
  }

  @Test
  void aLoadBalancerReachesBrokersThatKeepTheirMetadataInZooKeeper() throws Exception {
    Map<String, Object> cluster =
        running("zookeeper", "systemd", Map.of("brokers", 2, "allowPorts", "9092/9092"));

    assertThat((Map<?, ?>) cluster.get("zookeeper"))
        .extracting("nodeId", "unit")
        .containsExactly(0, "zookeeper.service");
    assertThat(messages(cluster)).isEqualTo(90);
    Map<String, Object> broker = nodes(cluster).get(1);
    Map<String, Object> found =
        sandbox.call(
            "2014-05-26",
            "DescribeInstances",
            Map.of("PrivateIpAddresses", "[\"%s\"]".formatted(broker.get("address"))));
    assertThat(found.toString())
        .contains("InstanceId=" + broker.get("instanceId"))
        .contains("VpcId=" + cluster.get("vpcId"));
    BalancerCalls balancer = new BalancerCalls(sandbox, cluster);
    String open = balancer.listener(broker, 9092);
    // The broker listens, but the security group does not open the port.
    String shut = balancer.listener((Map<?, ?>) cluster.get("zookeeper"), 2181);
    await().atMost(TIMEOUT).until(() -> balancer.notHealthy(open).isEmpty());
    await()
        .atMost(TIMEOUT)
        .until(() -> balancer.notHealthy(shut).toString().contains("CONNECT_FAILED"));
  }

  /** Runs a script and returns its output. */
  private static String output(String script) throws Exception {
    Process process = new ProcessBuilder(script).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private Map<String, Object> running(String mode, String service, Map<String, Object> more)
      throws Exception {
    Map<String, Object> request = new LinkedHashMap<>(more);
    request.put("name", "orders");
    request.put("mode", mode);
    request.put("service", service);
    request.put("vpcCidr", address("0.0/17"));
    request.put(
        "zones",
        List.of(
            Map.of("zone", "ap-southeast-1a", "cidr", address("0.0/20")),
            Map.of("zone", "ap-southeast-1b", "cidr", address("16.0/20")),
            Map.of("zone", "ap-southeast-1c", "cidr", address("32.0/20"))));
    request.put("publicKey", "ssh-ed25519 AAAA someone");
    request.put("properties", "message.max.bytes=2000000");
    request.put("topics", List.of(Map.of("name", "orders", "partitions", 6, "messages", 90)));
    assertThat(sandbox.control("POST", "clusters", 201, request))
        .isEqualTo(Map.of("name", "orders", "state", "Starting"));
    sandbox.control("POST", "clusters", 409, request);
    await()
        .atMost(TIMEOUT)
        .until(() -> cluster("orders").get("state"), state -> !state.equals("Starting"));
    assertThat(cluster("orders")).containsEntry("state", "Running").containsKey("clusterId");
    return cluster("orders");
  }

  /** This in the test's own network. */
  private String address(String rest) {
    return "127." + network + "." + rest;
  }

  private Map<String, Object> bastion() {
    return Map.of("zone", "ap-southeast-1a", "cidr", address("48.0/20"));
  }

  private Map<String, Object> cluster(String name) {
    return sandbox.control("GET", "clusters/" + name, 200, Map.of());
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> nodes(Map<String, Object> cluster) {
    return (List<Map<String, Object>>) cluster.get("nodes");
  }

  /** Returns the tags of all networks, security groups and instances. */
  private List<Object> made() {
    List<?> resources =
        (List<?>) sandbox.control("GET", "resources", 200, Map.of()).get("resources");
    return resources.stream()
        .map(each -> ((Map<?, ?>) each).get("tags"))
        .map(Object.class::cast)
        .toList();
  }

  private void signal(int nodeId, String what) {
    sandbox.control("POST", "clusters/orders/nodes/" + nodeId + "/" + what, 200, Map.of());
  }

  private void awaitNode(int nodeId, Predicate<Map<String, Object>> condition) {
    await()
        .atMost(TIMEOUT)
        .until(
            () ->
                nodes(cluster("orders")).stream()
                    .filter(node -> node.get("nodeId").equals(nodeId))
                    .anyMatch(condition));
  }

  private static Properties properties(Map<String, Object> node) throws Exception {
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(Path.of((String) node.get("configuration")))) {
      properties.load(reader);
    }
    return properties;
  }

  private static String expectedListeners(Map<String, Object> node) {
    return "INTERNAL://%1$s:9092,CONTROLLER://%1$s:29092".formatted(node.get("address"));
  }

  private static Admin admin(Map<String, Object> cluster) {
    String bootstrap =
        nodes(cluster).stream()
            .filter(node -> ((List<?>) node.get("roles")).contains("broker"))
            .map(node -> node.get("address") + ":9092")
            .collect(Collectors.joining(","));
    return Admin.create(
        Map.of(
            "bootstrap.servers", bootstrap,
            "reconnect.backoff.max.ms", "500",
            "default.api.timeout.ms", "20000",
            "request.timeout.ms", "10000"));
  }

  private static void awaitBrokers(Map<String, Object> cluster, Set<Integer> ids) {
    try (Admin admin = admin(cluster)) {
      await()
          .atMost(TIMEOUT)
          .ignoreExceptions()
          .until(
              () ->
                  admin.describeCluster().nodes().get().stream()
                      .map(org.apache.kafka.common.Node::id)
                      .collect(Collectors.toSet()),
              ids::equals);
    }
  }

  /** Returns the number of messages in the topic. */
  private static long messages(Map<String, Object> cluster) throws Exception {
    try (Admin admin = admin(cluster)) {
      return admin
          .listOffsets(
              IntStream.range(0, 6)
                  .mapToObj(partition -> new TopicPartition("orders", partition))
                  .collect(Collectors.toMap(each -> each, each -> OffsetSpec.latest())))
          .all()
          .get()
          .values()
          .stream()
          .mapToLong(ListOffsetsResultInfo::offset)
          .sum();
    }
  }
}
