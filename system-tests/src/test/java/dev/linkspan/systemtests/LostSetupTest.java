package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.systemtests.CommandLine.Result;
import dev.linkspan.workflows.setup.PrivateLinkSetup;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A setup is lost in the middle of its rollout: another one of the same spec finishes it. */
@Tag("long")
class LostSetupTest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String NAME = "lost";
  private static final List<Integer> IDS = List.of(1, 2, 3);
  private static final List<String> MADE =
      List.of(
          "loadbalancer",
          "listener",
          "servergroup",
          "vpcendpointservice",
          "vpcendpointconnection",
          "privatelinkconnection");

  private static LocalStack stack;
  private static AdoptedCluster cluster;

  @BeforeAll
  static void aClusterThatSomebodyElseBuilt() {
    stack = LocalStack.start(52, "0.2");
    cluster = AdoptedCluster.build(stack, NAME, "combined", 53);
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

  @Test
  void whatIsDoneIsRecognisedOnTheBrokersAndInTheCloudAndTheRestIsFinished() {
    Path spec = cluster.spec(NAME, "10001");
    int done = untilOneBrokerHasItsListener(spec);
    Map<Integer, Integer> pids = cluster.pids();
    List<String> made = made();
    assertThat(audits()).isNotEmpty();
    lose();

    assertThat(run("plan", "-f", spec.toString()).expecting(0).out())
        .contains("nothing changes")
        .doesNotContain("unique_name");
    run("up", "-f", spec.toString(), "--detach").expecting(0);
    run("approve", NAME, "--early").expecting(0);
    run("up", "-f", spec.toString(), "--wait").expecting(0);

    assertThat(stack.status(NAME).phase()).isEqualTo(Phase.READY);
    List<Integer> left = IDS.stream().filter(id -> id != done).toList();
    Rolled.lostNothing(stack.status(NAME).lastRollout().orElseThrow(), left);
    Rolled.untouched(pids, cluster.pids(), List.of(done));
    Rolled.restarted(pids, cluster.pids(), left);
    assertThat(made()).as("what the lost setup had made is used again").isEqualTo(made);
    assertThat(audits()).as("audits that still run").isEmpty();

    run("destroy", NAME, "--yes").expecting(0);
    assertThat(made()).isEmpty();
  }

  /** Pauses the rollout after its first broker; returns that broker's node id. */
  private static int untilOneBrokerHasItsListener(Path spec) {
    Map<Integer, Integer> pids = cluster.pids();
    run("up", "-f", spec.toString(), "--detach").expecting(0);
    run("approve", NAME, "--early").expecting(0);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> stack.running(cluster.rollout()).contains("Cluster_AwaitGate"));
    run("pause", NAME).expecting(0);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> stack.status(NAME).phase() == Phase.PARKED);
    Map<Integer, Integer> now = cluster.pids();
    List<Integer> restarted = IDS.stream().filter(id -> !now.get(id).equals(pids.get(id))).toList();
    assertThat(restarted).hasSize(1);
    return restarted.get(0);
  }

  /** Its children end with it, and nothing of them tidies up. */
  private static void lose() {
    stack.client().newUntypedWorkflowStub(PrivateLinkSetup.id(NAME)).terminate("lost");
    await().atMost(PATIENCE).until(() -> stack.ended(cluster.rollout()));
  }

  private static List<String> made() {
    return stack.sandbox().resources().stream()
        .filter(resource -> MADE.contains(resource.type()))
        .map(resource -> resource.type() + " " + resource.id())
        .sorted()
        .toList();
  }

  /** Processes of this computer that are an audit in one of this sandbox's folders. */
  private static List<String> audits() {
    return ProcessHandle.allProcesses()
        .flatMap(process -> process.info().commandLine().stream())
        .filter(command -> command.contains(stack.state().toString()))
        .filter(command -> command.endsWith("probe.jar audit"))
        .toList();
  }
}
