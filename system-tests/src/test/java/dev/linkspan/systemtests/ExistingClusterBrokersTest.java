package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linkspan.systemtests.CommandLine.Result;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
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

/** The owner of a linked cluster adds a broker, and removes it again; the link follows. */
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ExistingClusterBrokersTest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String NAME = "followed";
  private static final List<Integer> THREE = List.of(1, 2, 3);

  private static LocalStack stack;
  private static AdoptedCluster cluster;

  @BeforeAll
  static void build() {
    stack = LocalStack.start(70, "0.2");
    cluster = AdoptedCluster.buildDedicated(stack, NAME, 4, 71);
    takeOut();
    run("up", "--yes", "-f", cluster.spec(NAME, "10001", 3).toString(), "--detach").expecting(0);
    run("approve", NAME, "--yes", "--early", "--by", "ada").expecting(0);
    run("up", "--yes", "-f", cluster.spec(NAME, "10001", 3).toString()).expecting(0);
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  private static Result run(String... words) {
    return stack.commandLine().run(PATIENCE, words);
  }

  private static List<String> others() {
    return cluster.bootstrap().subList(0, 3);
  }

  /** What an owner does to take broker 4 out of the cluster. */
  private static void takeOut() {
    await().atMost(PATIENCE).until(() -> left() == 0);
    stack.sandbox().node(NAME, 4, "stop");
    await().atMost(PATIENCE).until(() -> cluster.pids().get(4) == 0);
    JsonNode unused =
        Probe.ask("unregister", Map.of("bootstrap", others(), "nodeId", 4)).path("removed");
    assertThat(unused.asBoolean()).isTrue();
  }

  private static int left() {
    return Probe.ask("move-replicas", Map.of("bootstrap", others(), "from", List.of(4)))
        .path("left")
        .asInt();
  }

  private static void assertProved(int brokers) {
    SetupStatus status = stack.status(NAME);
    assertThat(status.phase()).isEqualTo(Phase.READY);
    assertThat(status.lastReport().orElseThrow().healthy()).isTrue();
    assertThat(status.findings()).isEmpty();
    assertThat(status.inventory().link().orElseThrow().brokers()).hasSize(brokers);
    assertThat(stack.sandbox().resources("listener")).hasSize(brokers + 1);
    assertThat(stack.sandbox().resources("servergroup")).hasSize(brokers + 1);
  }

  @Test
  @Order(1)
  void onlyTheBrokerThatIsAddedGetsAListener() {
    Map<Integer, Integer> pids = cluster.pids();
    Map<Integer, String> files = cluster.configurations(THREE);
    stack.sandbox().node(NAME, 4, "start");
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () ->
                Probe.ask(
                            "survey",
                            Map.of("bootstrap", others(), "mode", "kraft", "controllers", Map.of()))
                        .path("brokers")
                        .size()
                    == 4);

    Result update =
        run("update", "-f", cluster.spec(NAME, "10001", 4).toString(), "--yes", "--by", "ada");

    update.expecting(0);
    assertThat(update.err()).contains("1 to add");
    assertProved(4);
    Rolled.assertNothingLost(stack.status(NAME).lastRollout().orElseThrow(), List.of(4));
    Rolled.assertUntouched(pids, cluster.pids(), THREE);
    assertThat(cluster.configurations(THREE)).isEqualTo(files);
    assertThat(cluster.configurations(List.of(4)).get(4)).contains("EXTERNAL://b4.");
  }

  @Test
  @Order(2)
  void aBrokerThatStillBelongsToTheClusterMustBeInTheSpec() {
    Result update = run("update", "-f", cluster.spec(NAME, "10001", 3).toString(), "--plan");

    assertThat(update.exit()).isNotZero();
    assertThat(update.err()).contains("the cluster has brokers that the spec does not list: [4]");
  }

  @Test
  @Order(3)
  void onlyTheMappingOfABrokerThatHasLeftGoes() {
    Map<Integer, Integer> pids = cluster.pids();
    takeOut();

    run("update", "-f", cluster.spec(NAME, "10001", 3).toString(), "--yes", "--by", "ada")
        .expecting(0);

    assertProved(3);
    Rolled.assertUntouched(pids, cluster.pids(), THREE);
    assertThat(cluster.configurations(List.of(4)).get(4)).contains("EXTERNAL://b4.");
  }
}
