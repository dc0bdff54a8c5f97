package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.systemtests.CommandLine.Result;
import dev.linkspan.workflows.rollout.RolloutReport;
import dev.linkspan.workflows.rollout.RolloutReport.BrokerRestart;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
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

/** Dedicated controllers have no clients: they are neither changed nor restarted. */
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DedicatedControllersTest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String NAME = "apart";
  private static final List<Integer> BROKERS = List.of(1, 2, 3);
  private static final List<Integer> CONTROLLERS = List.of(101, 102, 103);

  private static LocalStack stack;
  private static AdoptedCluster cluster;
  private static Path spec;
  private static Map<Integer, String> files;
  private static Map<Integer, Integer> pids;

  @BeforeAll
  static void buildExistingCluster() {
    stack = LocalStack.start(46, "0.2");
    cluster = AdoptedCluster.build(stack, NAME, "dedicated", 47);
    spec = cluster.spec(NAME, "10001");
    files = cluster.configurations(cluster.nodeIds());
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

  /** The brokers restart in the order of their IDs, since none of them is the active controller. */
  private static void assertOnlyBrokersRestarted(Map<Integer, Integer> before) {
    Rolled.assertNothingLost(report(), BROKERS);
    assertThat(report().restarts())
        .extracting(BrokerRestart::nodeId)
        .containsExactlyElementsOf(BROKERS);
    Rolled.assertRestarted(before, cluster.pids(), BROKERS);
    Rolled.assertUntouched(before, cluster.pids(), CONTROLLERS);
  }

  @Test
  @Order(1)
  void planListsTheControllersAndChangesNoFile() {
    Result plan = run("plan", "-f", spec.toString()).expecting(0);

    assertThat(plan.out())
        .contains("KRaft (dedicated controllers) mode")
        .contains("dedicated controllers: 101 at ", ", 102 at ", ", 103 at ")
        .contains("restarted one at a time, in this order: 1, 2, 3\n");
    BROKERS.forEach(id -> assertThat(plan.out()).contains(cluster.configuration(id).toString()));
    CONTROLLERS.forEach(
        id -> assertThat(plan.out()).doesNotContain(cluster.configuration(id).toString()));
    assertThat(cluster.configurations(cluster.nodeIds())).isEqualTo(files);
  }

  @Test
  @Order(2)
  void linkingChangesAndRestartsOnlyTheBrokers() {
    run("up", "--yes", "-f", spec.toString(), "--detach").expecting(0);
    run("approve", NAME, "--yes", "--early").expecting(0);
    run("up", "--yes", "-f", spec.toString(), "--wait").expecting(0);

    assertThat(stack.status(NAME).phase()).isEqualTo(Phase.READY);
    assertOnlyBrokersRestarted(pids);
    Map<Integer, String> now = cluster.configurations(cluster.nodeIds());
    BROKERS.forEach(id -> assertThat(now.get(id)).contains("EXTERNAL://b" + id + "."));
    CONTROLLERS.forEach(id -> assertThat(now.get(id)).isEqualTo(files.get(id)));
  }

  @Test
  @Order(3)
  void aRestartRestartsOnlyTheBrokers() {
    Map<Integer, Integer> before = cluster.pids();

    run("restart", NAME, "--yes", "--reason", "new JVM").expecting(0);

    assertThat(report().reason()).isEqualTo("new JVM");
    assertOnlyBrokersRestarted(before);
  }
}
