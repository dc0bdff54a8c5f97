package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.systemtests.CommandLine.Result;
import dev.linkspan.workflows.setup.PrivateLinkSetup;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A setup is terminated during its rollout, and another setup of the same spec finishes it. */
@Tag("long")
class LostSetupTest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String NAME = "lost";
  private static final List<Integer> IDS = List.of(1, 2, 3);
  private static final List<String> CREATED_TYPES =
      List.of(
          "loadbalancer",
          "listener",
          "servergroup",
          "vpcendpointservice",
          "vpcendpointconnection",
          "privatelinkconnection");

  /** Activities while a broker is in progress. */
  private static final Set<String> OF_A_BROKER =
      Set.of("Cluster_AwaitGate", "Broker_WriteListener", "Broker_Stop", "Broker_Start");

  private static LocalStack stack;
  private static AdoptedCluster cluster;

  @BeforeAll
  static void buildExistingCluster() {
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
  void anotherSetupReusesTheResourcesAndFinishesTheRollout() {
    Path spec = cluster.spec(NAME, "10001");
    int done = pauseAfterFirstBroker(spec);
    Map<Integer, Integer> pids = cluster.pids();
    List<String> created = createdResources();
    assertThat(audits()).isNotEmpty();
    terminateSetup();

    assertThat(run("plan", "-f", spec.toString()).expecting(0).out())
        .contains("no change")
        .doesNotContain("unique_name");
    run("up", "--yes", "-f", spec.toString(), "--detach").expecting(0);
    run("approve", NAME, "--yes", "--early").expecting(0);
    run("up", "--yes", "-f", spec.toString(), "--wait").expecting(0);

    assertThat(stack.status(NAME).phase()).isEqualTo(Phase.READY);
    List<Integer> left = IDS.stream().filter(id -> id != done).toList();
    Rolled.assertNothingLost(stack.status(NAME).lastRollout().orElseThrow(), left);
    Rolled.assertUntouched(pids, cluster.pids(), List.of(done));
    Rolled.assertRestarted(pids, cluster.pids(), left);
    assertThat(createdResources())
        .as("resources that the lost setup had created")
        .isEqualTo(created);
    assertThat(audits()).as("running audits").isEmpty();

    run("destroy", NAME, "--yes").expecting(0);
    assertThat(createdResources()).isEmpty();
  }

  /**
   * Builds the link and pauses the rollout after its first broker; returns the broker's node ID.
   */
  private static int pauseAfterFirstBroker(Path spec) {
    Map<Integer, Integer> pids = cluster.pids();
    run("up", "--yes", "-f", spec.toString(), "--detach").expecting(0);
    run("approve", NAME, "--yes", "--early").expecting(0);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () ->
                stack.server().running(cluster.rollout()).stream().anyMatch(OF_A_BROKER::contains));
    // A command takes seconds on a busy computer: too late for the first broker.
    stack.setup(NAME).pause(new Command("ada", "lost"));
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> stack.status(NAME).phase() == Phase.PARKED);
    Map<Integer, Integer> now = cluster.pids();
    List<Integer> restarted = IDS.stream().filter(id -> !now.get(id).equals(pids.get(id))).toList();
    assertThat(restarted).hasSize(1);
    return restarted.get(0);
  }

  /** Terminates the setup. Its children end with it, without any cleanup. */
  private static void terminateSetup() {
    stack.client().newUntypedWorkflowStub(PrivateLinkSetup.id(NAME)).terminate("lost");
    await().atMost(PATIENCE).until(() -> stack.server().ended(cluster.rollout()));
  }

  private static List<String> createdResources() {
    return stack.sandbox().resources().stream()
        .filter(resource -> CREATED_TYPES.contains(resource.type()))
        .map(resource -> resource.type() + " " + resource.id())
        .sorted()
        .toList();
  }

  /** The command lines of the audit processes on this sandbox's machines. */
  private static List<String> audits() {
    return ProcessHandle.allProcesses()
        .flatMap(process -> process.info().commandLine().stream())
        .filter(command -> command.contains(stack.state().toString()))
        .filter(command -> command.endsWith("probe.jar audit"))
        .toList();
  }
}
