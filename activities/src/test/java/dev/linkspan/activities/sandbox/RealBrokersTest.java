package dev.linkspan.activities.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.linkspan.activities.audit.ProbeAuditActivities;
import dev.linkspan.activities.brokers.SshBrokerActivities;
import dev.linkspan.activities.cluster.ProbeClusterActivities;
import dev.linkspan.activities.execution.TestActivities;
import dev.linkspan.activities.nodes.SshNodeActivities;
import dev.linkspan.activities.probe.BastionProbe;
import dev.linkspan.activities.probe.ProbeJar;
import dev.linkspan.activities.ssh.Ssh;
import dev.linkspan.activities.ssh.TestKeys;
import dev.linkspan.sandbox.Sandbox;
import dev.linkspan.sandbox.SandboxOptions;
import dev.linkspan.sandbox.control.ControlToken;
import dev.linkspan.sandbox.json.Json;
import dev.linkspan.workflows.kafka.BrokerActivities;
import dev.linkspan.workflows.kafka.BrokerActivities.BrokerFacts;
import dev.linkspan.workflows.kafka.BrokerActivities.ListenerEdit;
import dev.linkspan.workflows.kafka.ClusterActivities;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterFacts;
import dev.linkspan.workflows.kafka.NodeActivities;
import dev.linkspan.workflows.kafka.NodeActivities.Jump;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.kafka.NodeActivities.NodeAddress;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.plan.BrokerService.Commands;
import dev.linkspan.workflows.plan.BrokerService.SystemdUnit;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.rollout.AuditActivities;
import dev.linkspan.workflows.rollout.AuditActivities.Audit;
import io.temporal.testing.TestActivityEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Adds the listener to one broker of a real existing cluster, step by step. */
@Tag("long")
@Timeout(300)
class RealBrokersTest {
  private static final Path LIBS = Path.of("../sandbox/kafka-distribution/target/libs");
  private static final Path PROBE = Path.of("../probe/target/probe-0.1.0-SNAPSHOT-all.jar");
  private static final int SSH_PORT = 2279;
  private static final Owner OWNER = LocalActivities.OWNER;

  private final HttpClient http = HttpClient.newHttpClient();
  private final TestActivityEnvironment temporal = TestActivities.environment();
  private Sandbox sandbox;
  private Path state;
  private Ssh ssh;
  private NodeActivities nodes;
  private BrokerActivities brokers;
  private ClusterActivities cluster;
  private AuditActivities audits;
  private TestKeys keys;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    assumeTrue(Files.isDirectory(LIBS), "the module kafka-distribution is not packaged");
    assumeTrue(Files.isRegularFile(PROBE), "the module probe is not packaged");
    state = folder;
    keys = new TestKeys(folder);
    Path credentials = folder.resolve("credentials");
    Files.writeString(
        credentials, "accessKeyId=i\naccessKeySecret=s\ntidbPublicKey=p\ntidbPrivateKey=q\n");
    sandbox =
        new Sandbox(
            new SandboxOptions(
                folder,
                0,
                0,
                credentials,
                List.of(LIBS.toRealPath()),
                Path.of("target", "mirror").toAbsolutePath(),
                SSH_PORT,
                0.2,
                "127.79.200.11",
                "127.79.210.11",
                false,
                Set.of()));
    ssh = new Ssh(keys.keys());
    BastionProbe probe = new BastionProbe(ssh, RealBrokersTest::probe);
    temporal.registerActivitiesImplementations(
        new SshNodeActivities(ssh, probe),
        new SshBrokerActivities(ssh),
        new ProbeClusterActivities(probe),
        new ProbeAuditActivities(ssh, probe));
    nodes = temporal.newActivityStub(NodeActivities.class);
    brokers = temporal.newActivityStub(BrokerActivities.class);
    cluster = temporal.newActivityStub(ClusterActivities.class);
    audits = temporal.newActivityStub(AuditActivities.class);
  }

  private static ProbeJar probe() {
    try {
      return ProbeJar.of(Files.readAllBytes(PROBE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void stop() {
    if (sandbox != null) {
      temporal.close();
      ssh.close();
      sandbox.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"COMBINED, commands", "DEDICATED, systemd", "ZOOKEEPER, systemd"})
  void aBrokerGetsItsListenerAndNothingIsLost(Mode mode, String service) throws Exception {
    Map<String, Object> running = running(mode.name().toLowerCase(Locale.ROOT), service);
    List<Map<String, Object>> found = brokers(running);
    Node bastion = reach(bastion(running), Optional.empty());
    NodeAddress first = bastion.address();
    Jump jump = new Jump(first.user(), first.address(), first.port(), first.hostKey());
    List<Node> machines = new ArrayList<>();
    Map<Integer, String> addresses = new TreeMap<>();
    for (Map<String, Object> each : found) {
      String address = (String) each.get("address");
      machines.add(reach(address, Optional.of(jump)));
      addresses.put(((Number) each.get("nodeId")).intValue(), address);
    }
    Node node = machines.get(1);
    BrokerService by = service(found.get(1));
    BrokerFacts facts = brokers.survey(OWNER, node, by);
    assertThat(facts.nodeId()).isEqualTo(2);
    assertThat(facts.process()).isPresent();
    assertThat(facts.problems()).isEmpty();
    assertThat(nodes.prepareProbe(OWNER, bastion, List.of(facts.javaHome().orElseThrow())))
        .isNotBlank();

    int port = port(facts);
    ClusterFacts seen = cluster.survey(OWNER, access(bastion, mode, addresses, List.of(), port));
    assertThat(seen.problems()).isEmpty();
    assertThat(seen.running())
        .filteredOn(broker -> broker.nodeId() == 2)
        .singleElement()
        .satisfies(broker -> assertThat(broker.listeners()).contains(String.valueOf(port)))
        .satisfies(broker -> assertThat(broker.advertised()).contains(broker.served()));
    assertThat(seen.clusterId()).isEqualTo(facts.formattedFor().orElseThrow());
    ClusterAccess access =
        new ClusterAccess(bastion, mode, addresses, seen.voters(), seen.controllers(), port, 39092);
    audits.start(OWNER, access, "one");
    audits.window(OWNER, access, "one", "broker 2");
    assertThat(cluster.awaitGate(OWNER, access, 2, 2, Duration.ofMinutes(15)).brokers()).hasSize(3);
    ExternalListener wanted =
        new ExternalListener("EXTERNAL", node.privateAddress(), 39092, "b2.x.y", 9094, "PLAINTEXT");
    ListenerEdit edit = brokers.writeListener(OWNER, node, by, wanted);
    if (mode == Mode.ZOOKEEPER) {
      cluster.alterListeners(OWNER, access, 2, edit.values());
    } else {
      brokers.stop(OWNER, node, by, facts.process().orElseThrow(), Duration.ofSeconds(330));
      assertThat(brokers.start(OWNER, node, by)).isNotEqualTo(facts.process().orElseThrow());
    }
    assertThat(cluster.awaitInSync(OWNER, access, 2, Duration.ofMinutes(10)).brokers()).hasSize(3);
    assertThat(cluster.inspect(OWNER, access).advertisedExternal()).containsEntry(2, "b2.x.y:9094");
    Audit audit = audits.stop(OWNER, access, "one");
    assertThat(audit.all().lost()).isZero();
    assertThat(audit.all().failed()).isZero();
    assertThat(audit.windows()).containsKey("broker 2");
    nodes.removeProbe(OWNER, bastion);
  }

  private Node reach(String address, Optional<Jump> jump) {
    return nodes.reach(
        OWNER, new NodeAddress(address, "root", address, SSH_PORT, jump, ""), ".linkspan-demo");
  }

  @SuppressWarnings("unchecked")
  private static String bastion(Map<String, Object> cluster) {
    return (String) ((Map<String, Object>) cluster.get("bastion")).get("publicAddress");
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> brokers(Map<String, Object> cluster) {
    return ((List<Map<String, Object>>) cluster.get("nodes"))
        .stream().filter(node -> ((List<String>) node.get("roles")).contains("broker")).toList();
  }

  private static int port(BrokerFacts facts) {
    return facts.interBroker().orElseThrow().port();
  }

  private static ClusterAccess access(
      Node probe, Mode mode, Map<Integer, String> addresses, List<Integer> voters, int port) {
    return new ClusterAccess(probe, mode, addresses, voters, Map.of(), port, 39092);
  }

  private static BrokerService service(Map<String, Object> node) {
    return new BrokerService(
        (String) node.get("configuration"),
        node.containsKey("unit")
            ? new SystemdUnit((String) node.get("unit"))
            : new Commands((String) node.get("start"), (String) node.get("stop")));
  }

  private Map<String, Object> running(String mode, String service) throws Exception {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("name", "orders");
    request.put("mode", mode);
    request.put("service", service);
    request.put("controllers", 1);
    request.put("vpcCidr", "127.79.0.0/17");
    request.put(
        "zones",
        List.of(
            Map.of("zone", "ap-southeast-1a", "cidr", "127.79.0.0/20"),
            Map.of("zone", "ap-southeast-1b", "cidr", "127.79.16.0/20"),
            Map.of("zone", "ap-southeast-1c", "cidr", "127.79.32.0/20")));
    request.put("bastion", Map.of("zone", "ap-southeast-1a", "cidr", "127.79.48.0/20"));
    request.put("publicKey", keys.publicKey());
    request.put(
        "topics",
        List.of(
            Map.of(
                "name",
                "orders",
                "partitions",
                6,
                "replicationFactor",
                3,
                "minInsync",
                2,
                "messages",
                30)));
    call("POST", "clusters", request);
    await()
        .atMost(Duration.ofSeconds(150))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              Object state = call("GET", "clusters/orders", Map.of()).get("state");
              assertThat(state).isNotEqualTo("Failed");
              return "Running".equals(state);
            });
    return call("GET", "clusters/orders", Map.of());
  }

  private Map<String, Object> call(String method, String path, Map<String, Object> body)
      throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + sandbox.httpPort() + "/_sandbox/" + path);
    String[] token = Files.readString(state.resolve(ControlToken.FILE)).strip().split(": ", 2);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header(token[0], token[1])
            .method(method, HttpRequest.BodyPublishers.ofString(Json.text(body)))
            .build();
    HttpResponse<String> reply = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(reply.statusCode()).as(reply.body()).isLessThan(300);
    return Json.object(reply.body().getBytes(StandardCharsets.UTF_8));
  }
}
