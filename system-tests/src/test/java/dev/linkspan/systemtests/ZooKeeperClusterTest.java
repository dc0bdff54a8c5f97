package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linkspan.systemtests.CommandLine.Result;
import dev.linkspan.workflows.rollout.RolloutReport;
import dev.linkspan.workflows.rollout.RolloutReport.BrokerRestart;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** In ZooKeeper mode, the listener is added and removed without a restart of the brokers. */
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ZooKeeperClusterTest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String NAME = "keeper";
  private static final List<Integer> BROKERS = List.of(1, 2, 3);
  private static final String ONE_COPY =
      "{\"name\": \"drafts\", \"partitions\": 3, \"replicationFactor\": 1, \"messages\": 10}";

  private static LocalStack stack;
  private static AdoptedCluster cluster;
  private static Path spec;
  private static Map<Integer, Integer> pids;

  @BeforeAll
  static void buildExistingCluster() {
    stack = LocalStack.start(48, "0.2");
    cluster =
        AdoptedCluster.build(
            stack,
            NAME,
            "zookeeper",
            49,
            AdoptedCluster.ORDERS + "," + ONE_COPY,
            AdoptedCluster.EVERY_PORT);
    spec = cluster.spec(NAME, "10001");
    pids = cluster.pids();
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  private static Result run(String... arguments) {
    return stack.commandLine().run(PATIENCE, arguments);
  }

  private static RolloutReport report() {
    return stack.status(NAME).lastRollout().orElseThrow();
  }

  private static boolean listens(int nodeId, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(cluster.address(nodeId), port), 2_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Each broker's listeners come from this source: its file, or its dynamic configuration. */
  private static void assertListenerSource(String source) {
    JsonNode survey = Probe.ask("survey", cluster.bootstrap());
    assertThat(survey.path("brokers")).hasSize(BROKERS.size());
    for (JsonNode broker : survey.path("brokers")) {
      assertThat(broker.path("sources").path("advertised.listeners").asText()).isEqualTo(source);
    }
  }

  @Test
  @Order(1)
  void linkingNeedsNoRestartAndNoConsentForTopicsAtRisk() {
    Result plan = run("plan", "-f", spec.toString()).expecting(0);
    assertThat(plan.out())
        .contains("ZooKeeper mode", "Brokers are changed live, without a restart")
        .contains("Topics at risk: none, because no broker restarts");

    run("up", "--yes", "-f", spec.toString(), "--detach").expecting(0);
    run("approve", NAME, "--yes", "--early").expecting(0);
    run("up", "--yes", "-f", spec.toString(), "--wait").expecting(0);

    assertThat(stack.status(NAME).phase()).isEqualTo(Phase.READY);
    assertThat(cluster.pids()).isEqualTo(pids);
    Rolled.assertNothingLost(report(), BROKERS);
    assertThat(report().restarts()).allMatch(BrokerRestart::live);
    assertListenerSource("DYNAMIC_BROKER_CONFIG");
    cluster
        .configurations(BROKERS)
        .forEach(
            (id, text) ->
                assertThat(text).contains("EXTERNAL://b" + id + ".").doesNotContain("unique_name"));
    run("verify", NAME).expecting(0);
  }

  @Test
  @Order(2)
  void aLinkedClusterCanBePlannedAgain() {
    Result plan = run("plan", "-f", spec.toString()).expecting(0);

    assertThat(plan.out()).contains("stands as the spec says").doesNotContain("b1.unique_name");
  }

  @Test
  @Order(3)
  void destroyRemovesTheListenerWithoutARestart() {
    BROKERS.forEach(id -> assertThat(listens(id, 39092)).isTrue());

    run("destroy", NAME, "--yes").expecting(0);

    assertThat(stack.sandbox().resources("loadbalancer")).isEmpty();
    assertThat(cluster.pids()).isEqualTo(pids);
    assertListenerSource("STATIC_BROKER_CONFIG");
    BROKERS.forEach(id -> assertThat(listens(id, 39092)).as("broker " + id).isFalse());
  }

  @Test
  @Order(4)
  void aRestartNeedsConsentForTopicsAtRiskAndKeepsTheLink() {
    run("up", "--yes", "-f", spec.toString(), "--detach").expecting(0);
    run("approve", NAME, "--yes", "--early").expecting(0);
    run("up", "--yes", "-f", spec.toString(), "--wait").expecting(0);
    Rolled.assertUntouched(pids, cluster.pids(), cluster.nodeIds());

    assertThat(run("restart", NAME, "--yes", "--reason", "new JVM").expecting(4).err())
        .contains("drafts");
    run("retry", NAME, "--accept-unavailable").expecting(0);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> stack.status(NAME).phase() == Phase.READY);

    assertThat(report().reason()).isEqualTo("new JVM");
    Rolled.assertNothingLost(report(), BROKERS);
    Rolled.assertRestarted(pids, cluster.pids(), BROKERS);
    run("verify", NAME).expecting(0);
  }
}
