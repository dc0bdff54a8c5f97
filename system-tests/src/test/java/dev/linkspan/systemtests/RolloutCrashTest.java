package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.kafka.RolloutReport;
import dev.linkspan.setup.PrivateLinkSetup.Restart;
import dev.linkspan.setup.SetupStatus;
import dev.linkspan.setup.SetupStatus.Phase;
import io.temporal.client.WorkflowException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The worker is killed in every step of a broker's restart; the rollout does not notice. */
@Tag("long")
class RolloutCrashTest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String NAME = "shaken";
  private static final List<Integer> IDS = List.of(1, 2, 3);

  /** The steps of one broker, in their order, then the first of the next one. */
  private static final List<String> MOMENTS =
      List.of(
          "Cluster_AwaitGate",
          "Broker_Stop",
          "Broker_Start",
          "Cluster_AwaitInSync",
          "Cluster_AwaitGate");

  private static LocalStack stack;
  private static AdoptedCluster cluster;

  @BeforeAll
  static void aLinkThatStands() {
    stack = LocalStack.start(50, "0.2");
    cluster = AdoptedCluster.build(stack, NAME, "combined", 51);
    Path spec = cluster.spec(NAME, "10001");
    stack.commandLine().run(PATIENCE, "up", "-f", spec.toString(), "--detach").expecting(0);
    stack.commandLine().run(PATIENCE, "approve", NAME, "--early").expecting(0);
    stack.commandLine().run(PATIENCE, "up", "-f", spec.toString(), "--wait").expecting(0);
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  @Test
  void eachBrokerIsRestartedExactlyOnceAndNothingIsLost() {
    Map<Integer, Integer> pids = cluster.pids();
    Map<Integer, Long> starts = cluster.starts(IDS);
    stack.setup(NAME).restart(new Restart("ada", "shaken", null));

    for (String moment : MOMENTS) {
      await(moment)
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofMillis(100))
          .until(() -> stack.runs(cluster.rollout(), moment));
      stack.killWorkerNow();
      stack.startWorker();
    }

    SetupStatus end =
        await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofSeconds(1))
            .ignoreExceptionsMatching(WorkflowException.class::isInstance)
            .until(() -> stack.status(NAME), RolloutCrashTest::restarted);
    RolloutReport report = end.lastRollout().orElseThrow();
    assertThat(end.phase()).isEqualTo(Phase.READY);
    Rolled.lostNothing(report, IDS);
    Rolled.restarted(pids, cluster.pids(), IDS);
    starts.replaceAll((id, before) -> before + 1);
    assertThat(cluster.starts(IDS)).as("starts that Kafka logged").isEqualTo(starts);
    stack.commandLine().run(PATIENCE, "verify", NAME).expecting(0);
  }

  private static boolean restarted(SetupStatus status) {
    return status.phase() != Phase.RESTARTING
        && status.lastRollout().filter(r -> r.reason().equals("shaken")).isPresent();
  }
}
