package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Kills the worker in every kind of step of a rollout on a running cluster. Each broker is still
 * restarted exactly once.
 */
@Tag("long")
class RolloutCrashTest {
  private static final Duration PATIENCE = Duration.ofMinutes(9);
  private static final String NAME = "shaken";
  private static final List<Integer> IDS = List.of(1, 2, 3);

  /** The steps that last long enough for a poll to see them. */
  private static final List<String> STEPS =
      List.of(
          "Audit_Start",
          "Cluster_AwaitGate",
          "Broker_WriteListener",
          "Broker_Stop",
          "Broker_Start",
          "Cluster_AwaitAdvertised",
          "Cluster_AwaitInSync",
          "Audit_Stop");

  private static LocalStack stack;
  private static AdoptedCluster cluster;
  private static Path spec;

  @BeforeAll
  static void buildExistingCluster() {
    stack = LocalStack.start(50, "0.2");
    cluster = AdoptedCluster.build(stack, NAME, "combined", 51);
    spec = cluster.spec(NAME, "10001");
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  @Test
  void eachBrokerIsRestartedExactlyOnceAndNothingIsLost() throws IOException {
    Map<Integer, Integer> pids = cluster.pids();
    Map<Integer, Long> starts = cluster.starts(IDS);
    stack
        .commandLine()
        .run(PATIENCE, "up", "--yes", "-f", spec.toString(), "--detach")
        .expecting(0);
    stack.commandLine().run(PATIENCE, "approve", NAME, "--yes", "--early").expecting(0);

    Set<String> killedIn = killWorkerInEveryStep();

    assertThat(killedIn).as("steps in which the worker was killed").containsAll(STEPS);
    stack.commandLine().run(PATIENCE, "up", "--yes", "-f", spec.toString(), "--wait").expecting(0);
    Rolled.assertNothingLost(stack.status(NAME).lastRollout().orElseThrow(), IDS);
    Rolled.assertRestarted(pids, cluster.pids(), IDS);
    starts.replaceAll((id, before) -> before + 1);
    assertThat(cluster.starts(IDS)).as("starts according to Kafka's log").isEqualTo(starts);
    for (int id : IDS) {
      assertThat(Files.readString(cluster.configuration(id), StandardCharsets.ISO_8859_1))
          .containsOnlyOnce("EXTERNAL://b" + id + ".");
    }
  }

  /** Kills the worker once in each kind of activity, until the rollout ends; returns the kinds. */
  private static Set<String> killWorkerInEveryStep() {
    Set<String> killedIn = new TreeSet<>();
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(30))
        .until(
            () -> {
              Set<String> running = stack.server().running(cluster.rollout());
              if (!killedIn.containsAll(running)) {
                stack.kill("worker");
                killedIn.addAll(running);
                stack.startWorker();
              }
              return stack.server().ended(cluster.rollout());
            });
    return killedIn;
  }
}
