package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.systemtests.CommandLine.Result;
import dev.linkspan.workflows.rollout.RolloutReport;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.spec.Spec;
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
import org.junit.jupiter.api.parallel.ResourceLock;

/** Kafka 4: a new cluster, and existing clusters with a dynamic quorum (KIP-853). */
@Tag("long")
@ResourceLock(LocalStack.NEW_CLUSTER)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class Kafka4Test {
  private static final Duration PATIENCE = Duration.ofMinutes(8);
  private static final List<Integer> BROKERS = List.of(1, 2, 3);
  private static final List<Integer> CONTROLLERS = List.of(101, 102, 103);

  private static LocalStack stack;
  private static Spec.Archive kafka;

  @BeforeAll
  static void start() {
    stack = LocalStack.start(60, "0.2");
    kafka = stack.sandbox().archive(AdoptedCluster.KAFKA_4);
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

  private static void link(String name, Path spec) {
    run("up", "--yes", "-f", spec.toString(), "--detach").expecting(0);
    run("approve", name, "--yes", "--early").expecting(0);
    run("up", "--yes", "-f", spec.toString(), "--wait").expecting(0);
    assertThat(stack.status(name).phase()).isEqualTo(Phase.READY);
    assertThat(stack.status(name).lastReport().orElseThrow().healthy()).isTrue();
  }

  private static RolloutReport report(String name) {
    return stack.status(name).lastRollout().orElseThrow();
  }

  /** Destroys the link; the cluster runs on with the processes of the last rollout. */
  private static void destroy(String name, AdoptedCluster cluster) {
    Map<Integer, Integer> pids = cluster.pids();
    run("destroy", name, "--yes").expecting(0);
    assertThat(stack.sandbox().resources("loadbalancer")).isEmpty();
    assertThat(stack.sandbox().resources("vpcendpointservice")).isEmpty();
    Rolled.assertUntouched(pids, cluster.pids(), cluster.nodeIds());
    stack.sandbox().removeCluster(name);
  }

  private static void assertNoVotersInFiles(AdoptedCluster cluster) {
    assertThat(cluster.configurations(cluster.nodeIds()).values())
        .allSatisfy(
            text ->
                assertThat(text)
                    .contains("controller.quorum.bootstrap.servers")
                    .doesNotContain("controller.quorum.voters"));
  }

  @Test
  @Order(1)
  void aNewClusterIsBuiltVerifiedAndDestroyed() {
    String name = "four";
    Path spec = stack.spec(name, 3, "10001", kafka);
    assertThat(run("plan", "-f", spec.toString()).expecting(0).out())
        .contains("Kafka " + kafka.version());

    link(name, spec);
    Expected.assertExactly(
        stack.status(name).inventory().link().orElseThrow().plan(), stack.sandbox());

    run("destroy", name, "--yes").expecting(0);
    Expected.assertNothingLeft(stack.sandbox());
  }

  @Test
  @Order(2)
  void aClusterOfCombinedNodesIsAdoptedAndRolled() {
    String name = "joined";
    AdoptedCluster cluster = AdoptedCluster.buildKafka4(stack, name, "combined", 61);
    Path spec = cluster.spec(name, "10001");
    assertNoVotersInFiles(cluster);
    Map<Integer, Integer> pids = cluster.pids();
    assertThat(run("plan", "-f", spec.toString()).expecting(0).out())
        .contains("Kafka " + kafka.version() + " in KRaft (combined) mode");

    link(name, spec);

    Rolled.assertNothingLost(report(name), BROKERS);
    Rolled.assertRestarted(pids, cluster.pids(), BROKERS);
    assertNoVotersInFiles(cluster);
    run("restart", name, "--yes", "--reason", "new JVM").expecting(0);
    assertThat(report(name).reason()).isEqualTo("new JVM");
    Rolled.assertNothingLost(report(name), BROKERS);
    destroy(name, cluster);
  }

  @Test
  @Order(3)
  void theQuorumItselfNamesItsDedicatedControllers() {
    String name = "apart4";
    AdoptedCluster cluster = AdoptedCluster.buildKafka4(stack, name, "dedicated", 62);
    Path spec = cluster.spec(name, "10001");
    assertNoVotersInFiles(cluster);
    Map<Integer, Integer> pids = cluster.pids();
    String plan = run("plan", "-f", spec.toString()).expecting(0).out();
    CONTROLLERS.forEach(
        id -> assertThat(plan).contains("%d at %s:29092".formatted(id, cluster.address(id))));

    link(name, spec);

    Rolled.assertNothingLost(report(name), BROKERS);
    Rolled.assertRestarted(pids, cluster.pids(), BROKERS);
    Rolled.assertUntouched(pids, cluster.pids(), CONTROLLERS);
    destroy(name, cluster);
  }
}
