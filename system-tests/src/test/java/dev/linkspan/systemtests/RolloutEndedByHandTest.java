package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.systemtests.CommandLine.Result;
import dev.linkspan.systemtests.CommandLine.Running;
import dev.linkspan.workflows.setup.PrivateLinkSetup;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.survey.ClusterSurvey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A person terminates, cancels, resets or deletes surveys and rollouts of real brokers, and setups
 * that roll brokers.
 */
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RolloutEndedByHandTest {
  private static final String NAME = "byhand";
  private static final List<Integer> IDS = List.of(1, 2, 3);
  private static final int NETWORK = 58;
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Duration OFTEN = Duration.ofMillis(50);
  private static final String CHILD_SURVEY = PrivateLinkSetup.id(NAME) + "-survey";

  private static LocalStack stack;
  private static AdoptedCluster cluster;
  private static WatchedRollout rollout;
  private static TemporalTools tools;
  private static Path spec;

  @BeforeAll
  static void buildExistingCluster() {
    stack = LocalStack.start(NETWORK, "0.2");
    cluster = AdoptedCluster.build(stack, NAME, "combined", NETWORK);
    rollout = new WatchedRollout(stack, cluster, NAME, IDS);
    tools = new TemporalTools(stack.client());
    spec = cluster.spec(NAME, "10001");
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RESET")
  @Order(1)
  void planSaysInOneSentenceHowItsSurveyEnded(Intervention intervention) {
    String survey = ClusterSurvey.id(NAME);

    Result result = duringPlan(intervention, survey);

    assertThat(result.exit()).as(result.toString()).isEqualTo(1);
    assertThat(result.err())
        .contains("The workflow " + survey + " was ", "Run the command again")
        .doesNotContain("\tat ", "Exception");
    await().atMost(PATIENCE).until(() -> !isRunning(survey));
  }

  @Test
  @Order(1)
  void planFollowsASurveyThatIsReset() {
    duringPlan(Intervention.RESET, ClusterSurvey.id(NAME)).expecting(0);
  }

  private static Result duringPlan(Intervention intervention, String survey) {
    Running plan = stack.commandLine().start("plan", "-f", spec.toString());
    awaitRunning(survey);
    intervention.on(tools, survey);
    return plan.finish(PATIENCE);
  }

  @Test
  @Order(2)
  void aSetupWhoseSurveyEndsGoesOnAfterARetry() {
    Running up = stack.commandLine().start("up", "--yes", "-f", spec.toString(), "--detach");
    for (Intervention intervention : Intervention.values()) {
      awaitRunning(CHILD_SURVEY);
      intervention.on(tools, CHILD_SURVEY);
      if (intervention.word().isPresent()) {
        awaitParked(CHILD_SURVEY, intervention);
        retry();
      }
    }
    up.finish(PATIENCE).expecting(0);
    rollout.run("approve", NAME, "--yes", "--early").expecting(0);
    awaitPhase(Phase.READY);
    rollout.assertNothingLost();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RESET")
  @Order(3)
  void aRolloutThatEndsWhileABrokerIsDownLeavesNoneDownAfterARetry(Intervention intervention) {
    duringAStop(intervention, cluster.rollout());

    awaitParked(cluster.rollout(), intervention);
    retry();

    awaitPhase(Phase.READY);
    rollout.assertNothingLost();
    rollout.assertAllUp();
  }

  @Test
  @Order(4)
  void aRolloutThatIsResetGoesOnWithWhatItFinds() {
    duringAStop(Intervention.RESET, cluster.rollout());

    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              Phase phase = stack.status(NAME).phase();
              if (phase == Phase.PARKED) {
                retry();
              }
              return phase == Phase.READY;
            });
    rollout.assertNothingLost();
    rollout.assertAllUp();
  }

  @Test
  @Order(5)
  void aSetupThatIsTerminatedDuringARolloutLeavesNoBrokerDownAndGoesOnWithItsSpec() {
    duringAStop(Intervention.TERMINATE, PrivateLinkSetup.id(NAME));

    await().atMost(PATIENCE).until(() -> stack.server().ended(cluster.rollout()));
    rollout.assertAllUp();

    rollout.run("up", "--yes", "-f", spec.toString(), "--detach").expecting(0);
    rollout.run("approve", NAME, "--yes", "--early").expecting(0);
    awaitPhase(Phase.READY);
  }

  @Test
  @Order(6)
  void aSetupThatIsDeletedDuringARolloutLeavesNoBrokerDownAndIsRemovedByItsSpec() {
    duringAStop(Intervention.DELETE, PrivateLinkSetup.id(NAME));

    await().atMost(PATIENCE).until(() -> stack.server().ended(cluster.rollout()));
    rollout.assertAllUp();

    await().atMost(PATIENCE).until(() -> !stack.server().exists(PrivateLinkSetup.id(NAME)));
    rollout.run("destroy", NAME, "--without-workflow", "--yes", "-f", spec.toString()).expecting(0);
    rollout.assertAllUp();
    assertThat(stack.sandbox().resources("loadbalancer")).isEmpty();
  }

  /**
   * Starts a rollout, and does this to a workflow once a broker has received its stop signal;
   * returns when the process of the broker is gone.
   */
  private static void duringAStop(Intervention intervention, String workflow) {
    awaitPhase(Phase.READY);
    Map<Integer, Integer> pids = cluster.pids();
    Map<Integer, Long> stops = rollout.stops();
    rollout.begin();
    int stopped = rollout.awaitStopSignal(Set.copyOf(IDS), stops);
    intervention.on(tools, workflow);
    rollout.awaitExit(stopped, pids.get(stopped));
  }

  private static void awaitRunning(String workflow) {
    await(workflow).atMost(PATIENCE).pollInterval(OFTEN).until(() -> isRunning(workflow));
  }

  private static boolean isRunning(String workflow) {
    return stack.server().exists(workflow) && !stack.server().ended(workflow);
  }

  private static SetupStatus awaitPhase(Phase phase) {
    return await()
        .atMost(PATIENCE)
        .until(() -> stack.status(NAME), status -> status.phase() == phase);
  }

  /** The setup's step is parked, and says how the child ended. */
  private static void awaitParked(String child, Intervention intervention) {
    assertThat(awaitPhase(Phase.PARKED).waitingFor().orElseThrow())
        .contains(
            "the workflow " + child + " was " + intervention.word().orElseThrow(),
            "`retry` starts it again");
  }

  private static void retry() {
    stack.setup(NAME).retry(new Command("ada", "go on"));
  }
}
