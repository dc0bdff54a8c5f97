package dev.linkspan.workflows.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.workflows.kafka.ClusterActivities.TopicAtRisk;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.ClusterPlan.RolloutPlan;
import dev.linkspan.workflows.rollout.RolloutReport;
import dev.linkspan.workflows.rollout.RolloutReport.BrokerRestart;
import dev.linkspan.workflows.setup.PrivateLinkSetup.Restart;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.steps.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Links to an existing cluster. The numbers in the names are those of {@link
 * dev.linkspan.workflows.rollout.ListenerRolloutWorkflow}.
 */
class ExistingClusterTest {
  private static final String ROLLOUT = "Listener for TiDB Cloud on every broker";
  private final Lab lab = new Lab();
  private final World world = lab.world;

  @AfterEach
  void close() {
    lab.close();
  }

  private void start(Mode mode, RolloutPlan rollout) {
    world.kafka.addRunningBrokers(3);
    world.kafka.zooKeeper = mode == Mode.ZOOKEEPER;
    lab.start(Plans.ofExisting(3, mode, rollout));
    lab.setup.approve(Lab.YES);
  }

  private void start() {
    start(Mode.COMBINED, new RolloutPlan(Duration.ZERO, false));
  }

  private RolloutReport report() {
    return lab.setup.status().lastRollout().orElseThrow();
  }

  @Test
  void p1P2RollsEachBrokerOnceAndCreatesNoMachine() {
    start(Mode.COMBINED, new RolloutPlan(Duration.ofSeconds(10), true));
    lab.awaitPhase(Phase.READY);

    assertThat(world.calls("stop 10"))
        .containsExactly("stop 10.0.0.1", "stop 10.0.0.3", "stop 10.0.0.2");
    assertThat(world.kafka.maxDown()).isEqualTo(1);
    assertThat(world.kafka.advertised().values())
        .allMatch(address -> address.contains(Answers.UNIQUE_NAME));
    assertThat(world.calls("ensureVpc")).isEmpty();
    assertThat(world.calls("ensureInstance")).isEmpty();
    assertThat(world.calls("prepareBroker")).isEmpty();
    assertThat(report().restarts()).extracting(BrokerRestart::nodeId).containsExactly(1, 3, 2);
    assertThat(report().restarts().get(0).reason()).contains("b1." + Answers.UNIQUE_NAME);
    assertThat(report().audit().orElseThrow().all().lost()).isZero();
    assertThat(world.calls("window")).hasSize(3);
    lab.replay("");
    lab.replay("survey");
  }

  @Test
  void p10ChangesBrokersInZooKeeperModeWithoutARestart() {
    start(Mode.ZOOKEEPER, new RolloutPlan(Duration.ZERO, false));
    lab.awaitPhase(Phase.READY);

    assertThat(world.calls("stop 10")).isEmpty();
    assertThat(world.calls("alterListeners")).hasSize(3);
    assertThat(world.calls("writeListener")).hasSize(3);
    assertThat(report().restarts()).allMatch(BrokerRestart::live);
  }

  @Test
  void p4P10AsksAboutTopicsAtRiskOnlyBeforeARestart() {
    world.kafka.atRisk = List.of(new TopicAtRisk("payments", 3, 1, 1, "one copy"));
    start(Mode.ZOOKEEPER, new RolloutPlan(Duration.ZERO, false));
    lab.awaitPhase(Phase.READY);

    lab.setup.restart(new Restart("ada", "new JVM", null));
    SetupStatus parked = lab.awaitPhase(Phase.PARKED);

    assertThat(parked.parked().get(0).problem()).contains("payments", "1 copy");
    assertThat(world.calls("stop 10")).isEmpty();
    lab.setup.abort(Lab.ADA);
    lab.awaitPhase(Phase.READY);
  }

  @Test
  void destroyRemovesTheListenersThatWereAddedLive() {
    start(Mode.ZOOKEEPER, new RolloutPlan(Duration.ZERO, false));
    lab.awaitPhase(Phase.READY);
    lab.destroy();

    assertThat(world.calls("clearListeners")).hasSize(3);
    assertThat(world.events().indexOf("< removeLoadBalancer demo-nlb"))
        .isNotNegative()
        .isLessThan(world.events().indexOf("> " + world.calls("clearListeners").get(0)));
  }

  @Test
  void createsNothingIfTheClusterDiffersFromThePlan() {
    world.kafka.addRunningBrokers(4);
    lab.start(Plans.ofExisting(3, Mode.COMBINED, new RolloutPlan(Duration.ZERO, false)));

    SetupStatus parked = lab.awaitPhase(Phase.PARKED);

    assertThat(parked.parked().get(0).problem()).contains("does not list", "4");
    assertThat(world.calls("ensureServerGroup")).isEmpty();
    world.kafka.takeDown(4);
    lab.setup.retry(Lab.ADA);
    lab.setup.approve(Lab.YES);
    lab.awaitPhase(Phase.READY);
  }

  @Test
  void p4AsksBeforeTopicsBecomeUnavailable() {
    world.kafka.atRisk = List.of(new TopicAtRisk("payments", 3, 1, 1, "one copy"));
    start();

    SetupStatus parked = lab.awaitPhase(Phase.PARKED);

    assertThat(parked.parked().get(0).problem()).contains("payments", "1 copy");
    assertThat(parked.waitingFor().orElseThrow()).contains("acceptUnavailable");
    assertThat(world.calls("writeListener")).isEmpty();
    lab.setup.acceptUnavailable(Lab.ADA);
    lab.awaitPhase(Phase.READY);
  }

  @Test
  void warnsTheApproverThatTheNewListenerRequiresNoLogin() {
    world.kafka.asksForLogin = true;
    world.kafka.addRunningBrokers(3);
    lab.start(Plans.ofExisting(3, Mode.COMBINED, new RolloutPlan(Duration.ZERO, false)));

    SetupStatus asked = lab.awaitPhase(Phase.AWAITING_APPROVAL);

    assertThat(asked.approval().orElseThrow().warning().orElseThrow()).contains("CLIENTS:SASL_SSL");
    assertThat(asked.waitingFor().orElseThrow()).contains("Warning: CLIENTS:SASL_SSL asks");
  }

  @Test
  void p4ChecksEveryFileBeforeTheFirstStop() {
    world.failOnce("survey 10.0.0.3", new IllegalStateException("a hiccup"));
    start();
    lab.awaitPhase(Phase.READY);
    int stops = world.calls("stop 10").size();

    assertThat(stops).isEqualTo(3);
    assertThat(world.events().indexOf("< previewListener 10.0.0.3"))
        .isLessThan(world.events().indexOf("> stop 10.0.0.1"));
  }

  @Test
  void c8ARolloutDoesNotAdviseAnotherNameWhichALinkThatStandsCannotGet() {
    world.hold("ensureLoadBalancer demo-nlb");
    start();
    world.awaitStarted("ensureLoadBalancer demo-nlb");
    world.failOnce(
        "previewListener 10.0.0.3",
        Failures.needsPerson(
            "port 39092 is used by A", "write another port in kafka.ports.external"));
    world.release("ensureLoadBalancer demo-nlb");

    SetupStatus parked = lab.awaitPhase(Phase.PARKED);

    assertThat(parked.parked().get(0).problem()).contains("port 39092 is used by A");
    assertThat(parked.parked().get(0).remedy())
        .contains("undo what somebody has changed")
        .doesNotContain("kafka.ports");
    assertThat(world.calls("stop 10")).isEmpty();
  }

  @Test
  void p9StopsIfAnotherBrokerGoesDownAndStartsItOnRetry() {
    world.hold("start 10.0.0.1");
    start();
    world.awaitStarted("start 10.0.0.1");
    world.kafka.takeDown(3);
    world.release("start 10.0.0.1");

    SetupStatus parked = lab.awaitPhase(Phase.PARKED);

    assertThat(parked.parked().get(0).problem()).contains("broker 3", "not because");
    assertThat(world.calls("stop 10")).containsExactly("stop 10.0.0.1");
    lab.setup.retry(Lab.ADA);
    lab.awaitPhase(Phase.READY);
    assertThat(world.kafka.startOrder()).containsExactly(1, 3, 3, 2);
  }

  @Test
  void p9StartsABrokerThatAnEarlierRolloutLeftDown() {
    world.kafka.addRunningBrokers(3);
    lab.start(Plans.ofExisting(3, Mode.COMBINED, new RolloutPlan(Duration.ZERO, false)));
    lab.awaitPhase(Phase.AWAITING_APPROVAL);
    world.kafka.takeDown(2);
    lab.setup.approve(Lab.YES);

    lab.awaitPhase(Phase.READY);

    assertThat(world.kafka.startOrder()).startsWith(2);
  }

  private void startAndPauseAfterTheFirstBroker() {
    world.hold("start 10.0.0.1");
    start();
    world.awaitStarted("start 10.0.0.1");
    lab.setup.pause(Lab.ADA);
    lab.awaitSignal("rollout", "pause");
    world.release("start 10.0.0.1");
  }

  @Test
  void p7PausesBetweenBrokersAndContinues() {
    startAndPauseAfterTheFirstBroker();

    SetupStatus paused = lab.awaitPhase(Phase.PARKED);

    assertThat(paused.waitingFor().orElseThrow()).contains("paused by ada");
    assertThat(world.calls("stop 10")).containsExactly("stop 10.0.0.1");
    lab.setup.resume(Lab.ADA);
    lab.awaitPhase(Phase.READY);
    assertThat(world.calls("stop 10")).hasSize(3);
  }

  @Test
  void p5AnotherSetupFinishesTheRolloutOfALostOne() {
    startAndPauseAfterTheFirstBroker();
    lab.awaitPhase(Phase.PARKED);
    lab.child("").terminate("lost");
    // A real server terminates the children of a terminated workflow.
    lab.child("rollout").terminate("lost");

    lab.start(Plans.ofExisting(3, Mode.COMBINED, new RolloutPlan(Duration.ZERO, false)));
    lab.setup.approve(Lab.YES);
    lab.awaitPhase(Phase.READY);

    assertThat(report().restarts()).extracting(BrokerRestart::nodeId).containsExactly(3, 2);
    assertThat(world.calls("stop 10"))
        .containsExactly("stop 10.0.0.1", "stop 10.0.0.3", "stop 10.0.0.2");
  }

  @Test
  void p7AbortFinishesTheBrokerInProgressAndRetryRollsTheRest() {
    world.hold("start 10.0.0.1");
    start();
    world.awaitStarted("start 10.0.0.1");
    lab.setup.abort(Lab.ADA);
    lab.awaitSignal("rollout", "abort");
    world.release("start 10.0.0.1");

    SetupStatus parked = lab.awaitPhase(Phase.PARKED);

    assertThat(parked.parked().get(0).problem()).contains("aborted by ada");
    assertThat(report().restarts()).extracting(BrokerRestart::nodeId).containsExactly(1);
    assertThat(world.calls("stop 10")).containsExactly("stop 10.0.0.1");
    lab.setup.retry(Lab.ADA);
    lab.awaitPhase(Phase.READY);
    assertThat(world.calls("stop 10"))
        .containsExactly("stop 10.0.0.1", "stop 10.0.0.3", "stop 10.0.0.2");
  }

  @Test
  void p7AbortAlsoEndsAParkedRollout() {
    world.failOnce("start 10.0.0.1", Failures.needsPerson("exit code 1", "Read its log."));
    start();
    lab.awaitPhase(Phase.PARKED);

    lab.setup.abort(Lab.ADA);

    lab.awaitStatus(s -> s.parked().stream().anyMatch(a -> a.problem().contains("aborted by ada")));
    assertThat(world.kafka.advertised().get(1)).isEqualTo("nothing");
    assertThat(world.calls("stop 10.0.0.3")).isEmpty();
    lab.awaitStep("", ROLLOUT, Step.State.PARKED);
  }

  @Test
  void p5RestartsEveryBrokerOfAFinishedLinkOnce() {
    start();
    lab.awaitPhase(Phase.READY);
    int before = world.calls("stop 10").size();

    lab.setup.restart(new Restart("ada", "new JVM", null));
    lab.awaitStatus(
        s ->
            s.phase() == Phase.READY
                && s.lastRollout().map(r -> r.reason().equals("new JVM")).orElse(false));

    assertThat(world.calls("stop 10")).hasSize(before + 3);
    assertThat(report().by()).isEqualTo("ada");
    assertThat(report().restarts()).allMatch(r -> r.reason().equals("new JVM"));
    assertThat(report().aborted()).isEqualTo(Optional.empty());
    lab.replay("");
  }

  @Test
  void rejectsARestartOfAnUnfinishedLink() {
    world.hold("ensureConnection plc");
    world.kafka.addRunningBrokers(3);
    world.hold("awaitEndpoint");
    lab.start(Plans.ofExisting(3, Mode.COMBINED, new RolloutPlan(Duration.ZERO, false)));
    lab.awaitPhase(Phase.BUILDING);

    assertThatThrownBy(() -> lab.setup.restart(new Restart("ada", null, null)))
        .rootCause()
        .hasMessageContaining("phase BUILDING");
    assertThatThrownBy(() -> lab.setup.restart(new Restart(null, null, null)))
        .rootCause()
        .hasMessageContaining("\"by\" is missing");
  }

  @Test
  void destroyRemovesOnlyTheLinkAndLinkspansFolders() {
    start();
    lab.awaitPhase(Phase.READY);
    lab.destroy();

    assertThat(world.calls("removeLoadBalancer")).hasSize(1);
    assertThat(world.calls("removeProbe"))
        .containsExactlyInAnyOrder(
            "removeProbe 192.0.2.1",
            "removeProbe 10.0.0.1",
            "removeProbe 10.0.0.2",
            "removeProbe 10.0.0.3");
    assertThat(world.calls("clearListeners")).isEmpty();
    assertThat(world.calls("removeInstances")).isEmpty();
    assertThat(world.calls("removeVpc")).isEmpty();
    assertThat(world.kafka.advertised()).hasSize(3);
  }
}
