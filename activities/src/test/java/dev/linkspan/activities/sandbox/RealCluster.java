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
import dev.linkspan.activities.verification.LinkVerificationActivities;
import dev.linkspan.sandbox.Sandbox;
import dev.linkspan.sandbox.SandboxOptions;
import dev.linkspan.sandbox.control.ControlToken;
import dev.linkspan.sandbox.json.Json;
import dev.linkspan.workflows.kafka.BrokerActivities.BrokerFacts;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.workflows.kafka.NodeActivities;
import dev.linkspan.workflows.kafka.NodeActivities.Jump;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.kafka.NodeActivities.NodeAddress;
import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.plan.BrokerService.Commands;
import dev.linkspan.workflows.plan.BrokerService.SystemdUnit;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.Owner;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A real Kafka cluster of the sandbox that existed before, and the activities on it. */
final class RealCluster implements AutoCloseable {
  private static final Path LIBS = Path.of("../sandbox/kafka-distribution/target/libs");
  private static final Path PROBE = Path.of("../probe/target/probe-0.1.0-SNAPSHOT-all.jar");
  private static final int SSH_PORT = 2279;
  private static final Owner OWNER = LocalActivities.OWNER;

  private final HttpClient http = HttpClient.newHttpClient();
  private final TestActivityEnvironment temporal = TestActivities.environment();
  private final Sandbox sandbox;
  private final Path state;
  private final Ssh ssh;
  private final TestKeys keys;

  /** Starts the sandbox; the test is skipped where modules that it needs are not packaged. */
  RealCluster(Path folder) throws Exception {
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
    BastionProbe probe = new BastionProbe(ssh, RealCluster::probe);
    temporal.registerActivitiesImplementations(
        new SshNodeActivities(ssh, probe),
        new SshBrokerActivities(ssh),
        new ProbeClusterActivities(probe),
        new ProbeAuditActivities(ssh, probe),
        // Nothing here asks the clouds.
        new LinkVerificationActivities(ssh, probe, null, null, null, null));
  }

  private static ProbeJar probe() {
    try {
      return ProbeJar.of(Files.readAllBytes(PROBE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A stub of the activities of this interface. */
  <A> A activities(Class<A> type) {
    return temporal.newActivityStub(type);
  }

  @Override
  public void close() {
    temporal.close();
    ssh.close();
    sandbox.close();
  }

  /** Whether a command on a machine succeeds. */
  boolean run(Node node, String command) {
    return ssh.on(OWNER.credentials().sshKey(), node.address())
        .run(command, Duration.ofSeconds(30))
        .succeeded();
  }

  /** Reaches a machine, at the address or through the jump host. */
  Node reach(String address, Optional<Jump> jump) {
    return activities(NodeActivities.class)
        .reach(
            OWNER, new NodeAddress(address, "root", address, SSH_PORT, jump, ""), ".linkspan-demo");
  }

  /** The public address of the bastion. */
  @SuppressWarnings("unchecked")
  static String bastion(Map<String, Object> cluster) {
    return (String) ((Map<String, Object>) cluster.get("bastion")).get("publicAddress");
  }

  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> brokers(Map<String, Object> cluster) {
    return ((List<Map<String, Object>>) cluster.get("nodes"))
        .stream().filter(node -> ((List<String>) node.get("roles")).contains("broker")).toList();
  }

  static int port(BrokerFacts facts) {
    return facts.interBroker().orElseThrow().port();
  }

  static ClusterAccess access(
      Node probe, Mode mode, Map<Integer, String> addresses, List<Integer> voters, int port) {
    return new ClusterAccess(probe, mode, addresses, voters, Map.of(), port, 39092);
  }

  static BrokerService service(Map<String, Object> node) {
    return new BrokerService(
        (String) node.get("configuration"),
        node.containsKey("unit")
            ? new SystemdUnit((String) node.get("unit"))
            : new Commands((String) node.get("start"), (String) node.get("stop")));
  }

  /** Builds a cluster, and returns its description. */
  Map<String, Object> running(String mode, String service) throws Exception {
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

  /** Calls the control API. */
  Map<String, Object> call(String method, String path, Map<String, Object> body) throws Exception {
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
