package dev.linkspan.workflows.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.ClusterPlan.RolloutPlan;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.rollout.RolloutReport;
import dev.linkspan.workflows.rollout.RolloutReport.BrokerRestart;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.steps.SearchAttributes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code destroy} of the link to an existing cluster, with {@code restoreBrokers}. */
class RestoredBrokersTest {
  private static final DestroyRequest RESTORING = new DestroyRequest("ada", "a test", "demo", true);
  private static final String NOTHING = "nothing";

  private final Lab lab = new Lab();
  private final World world = lab.world;

  @AfterEach
  void close() {
    lab.close();
  }

  private static Plan plan(Mode mode) {
    return Plans.ofExisting(3, mode, new RolloutPlan(Duration.ZERO, true));
  }

  private void link(Mode mode) {
    world.kafka.addRunningBrokers(3);
    world.kafka.zooKeeper = mode == Mode.ZOOKEEPER;
    lab.start(plan(mode));
    lab.setup.approve(Lab.YES);
    lab.awaitPhase(Phase.READY);
  }

  private void assertRestored() {
    assertThat(world.kafka.advertised().values()).hasSize(3).containsOnly(NOTHING);
    assertThat(world.kafka.files().values()).containsOnly(NOTHING);
  }

  /** Destroys and waits until this call, which is held, has started. */
  private void destroyUntil(String call) {
    world.hold(call);
    lab.setup.destroy(RESTORING);
    await(call).atMost(Duration.ofSeconds(30)).until(() -> world.running().contains(call));
  }

  private int index(String event) {
    assertThat(world.events()).contains(event);
    return world.events().indexOf(event);
  }

  @Test
  void c11RestoresOneBrokerAfterTheOtherBeforeTheLoadBalancerGoes() {
    link(Mode.COMBINED);
    int stops = world.calls("stop 10").size();
    lab.setup.destroy(RESTORING);
    lab.awaitEnd();

    assertRestored();
    assertThat(world.calls("stop 10").subList(stops, stops + 3))
        .containsExactly("stop 10.0.0.1", "stop 10.0.0.3", "stop 10.0.0.2");
    assertThat(world.kafka.maxDown()).isEqualTo(1);
    assertThat(index("< removeChangefeed")).isLessThan(index("> removeListener 10.0.0.1"));
    assertThat(index("< removeListener 10.0.0.2"))
        .isLessThan(index("> removeLoadBalancer demo-nlb"));
    assertThat(world.calls("window")).hasSize(6);
    RolloutReport report = lab.setup.status().lastRollout().orElseThrow();
    assertThat(report.by()).isEqualTo("ada");
    assertThat(report.reason()).isEqualTo("listener for TiDB Cloud taken out");
    assertThat(report.restarts()).extracting(BrokerRestart::nodeId).containsExactly(1, 3, 2);
    lab.replay("");
    lab.replay("rollout");
  }

  @Test
  void c11WithoutTheFlagNoBrokerIsTouched() {
    link(Mode.COMBINED);
    int stops = world.calls("stop 10").size();
    lab.destroy();

    assertThat(world.calls("stop 10")).hasSize(stops);
    assertThat(world.calls("removeListener")).isEmpty();
    assertThat(world.kafka.files().values()).doesNotContain(NOTHING);
  }

  @Test
  void c11InZooKeeperModeTheListenerGoesWithoutARestart() {
    link(Mode.ZOOKEEPER);
    lab.setup.destroy(RESTORING);
    lab.awaitEnd();

    assertRestored();
    assertThat(world.calls("stop 10")).isEmpty();
    assertThat(lab.setup.status().lastRollout().orElseThrow().restarts())
        .hasSize(3)
        .allMatch(BrokerRestart::live);
  }

  @Test
  void c11ABrokerThatDoesNotStartGetsItsFileBackAndARetryRestoresIt() {
    link(Mode.COMBINED);
    world.failOnce("start 10.0.0.3", Failures.needsPerson("exit code 1", "Read its log."));
    lab.setup.destroy(RESTORING);

    SetupStatus parked = lab.awaitPhase(Phase.PARKED);

    assertThat(parked.parked().get(0).problem()).contains("broker 3", "has its old file back");
    assertThat(world.kafka.advertised().get(3)).contains(Answers.UNIQUE_NAME);
    assertThat(world.calls("removeLoadBalancer")).isEmpty();
    lab.setup.retry(Lab.ADA);
    lab.awaitEnd();
    assertRestored();
  }

  @Test
  void c11AnAbortedRestorationWaitsAndARetryRestoresTheRest() {
    link(Mode.COMBINED);
    abortAtTheFirstBroker();

    SetupStatus parked = lab.awaitPhase(Phase.PARKED);

    assertThat(parked.parked().get(0).problem()).contains("aborted by ada");
    assertThat(parked.parked().get(0).remedy()).contains("without restoreBrokers");
    assertThat(world.calls("removeLoadBalancer")).isEmpty();
    lab.setup.retry(Lab.ADA);
    lab.awaitEnd();
    assertRestored();
  }

  private void abortAtTheFirstBroker() {
    destroyUntil("start 10.0.0.1");
    lab.setup.abort(Lab.ADA);
    lab.awaitSignal("rollout", "abort");
    world.release("start 10.0.0.1");
  }

  @Test
  void c11AnotherDestroyWithoutTheFlagLeavesTheRestOfTheBrokers() {
    link(Mode.COMBINED);
    abortAtTheFirstBroker();
    lab.awaitPhase(Phase.PARKED);

    lab.destroy();

    assertThat(world.kafka.advertised().get(1)).isEqualTo(NOTHING);
    assertThat(world.kafka.advertised().get(2)).contains(Answers.UNIQUE_NAME);
    assertThat(world.kafka.advertised().get(3)).contains(Answers.UNIQUE_NAME);
    assertThat(world.calls("removeLoadBalancer")).hasSize(1);
    lab.replay("");
  }

  @Test
  void c11DestroyingWithoutTheFlagFinishesTheBrokerInProgress() {
    link(Mode.COMBINED);
    destroyUntil("start 10.0.0.1");
    lab.setup.destroy(Lab.DESTROY);
    lab.awaitRolloutCancelled();
    world.release("start 10.0.0.1");
    lab.awaitEnd();

    assertThat(world.kafka.advertised()).hasSize(3).containsEntry(1, NOTHING);
    assertThat(world.calls("removeListener 10.0.0.3")).isEmpty();
  }

  @Test
  void c11PausesBetweenBrokers() {
    link(Mode.COMBINED);
    destroyUntil("start 10.0.0.1");
    lab.setup.pause(Lab.ADA);
    lab.awaitSignal("rollout", "pause");
    world.release("start 10.0.0.1");

    SetupStatus paused = lab.awaitPhase(Phase.PARKED);

    assertThat(paused.waitingFor().orElseThrow()).contains("paused by ada");
    assertThat(world.calls("removeListener 10.0.0.3")).isEmpty();
    lab.setup.resume(Lab.ADA);
    lab.awaitEnd();
    assertRestored();
  }

  @Test
  void c11AnotherRunRestoresTheRestAfterTheFirstWasTerminated() {
    link(Mode.COMBINED);
    destroyUntil("start 10.0.0.3");
    lab.child("").terminate("lost");
    // A real server terminates the children of a terminated workflow.
    lab.child("rollout").terminate("lost");
    world.release("start 10.0.0.3");
    int stopsOfFirst = world.calls("stop 10.0.0.1").size();

    lab.startWith(
        SetupInput.teardown(plan(Mode.COMBINED), "an-earlier-run", SearchAttributes.NAMES)
            .restoringBrokers(Lab.ADA));
    lab.awaitEnd();

    assertRestored();
    assertThat(world.calls("stop 10.0.0.1")).hasSize(stopsOfFirst);
    assertThat(world.calls("removeLoadBalancer")).hasSize(1);
  }

  @Test
  void c11AFileWhoseBrokerNeverRanWithItIsRestoredWithoutARestart() {
    world.kafka.addRunningBrokers(3);
    world.hold("stop 10.0.0.1");
    lab.start(plan(Mode.COMBINED));
    lab.setup.approve(Lab.YES);
    world.awaitStarted("stop 10.0.0.1");
    world.kafka.editFile(3, "b3.of.a.lost.rollout:9095");
    world.release("stop 10.0.0.1");
    world.hold("stop 10.0.0.3");
    lab.awaitStarted("stop 10.0.0.3");
    lab.setup.destroy(RESTORING);
    lab.awaitRolloutCancelled();
    world.release("stop 10.0.0.3");
    lab.awaitEnd();

    assertRestored();
    assertThat(world.calls("stop 10.0.0.2")).isEmpty();
  }

  @Test
  void c11ABrokerWithTheNameOfAnotherLinkKeepsIt() {
    link(Mode.COMBINED);
    String other = "b2.zzzz5jgveztmla3pxkxgh76i.alicloud.plc.tidbcloud.com:9094";
    world.kafka.surveysAdvertise = "zzzz5jgveztmla3pxkxgh76i";
    world.kafka.editAndRestart(2, other);
    lab.setup.destroy(RESTORING);

    SetupStatus parked = lab.awaitPhase(Phase.PARKED);

    assertThat(parked.parked().get(0).problem()).contains("another link");
    assertThat(world.calls("removeListener")).isEmpty();
    lab.destroy();
    assertThat(world.kafka.advertised()).containsEntry(2, other);
  }

  @Test
  void c11TheFlagIsIgnoredWithASentenceForANewCluster() {
    lab.startApproved(Plans.withBrokers(1));
    lab.awaitPhase(Phase.READY);
    lab.setup.destroy(RESTORING);
    lab.awaitEnd();

    assertThat(lab.setup.status().ignored().orElseThrow().reason())
        .contains("restoreBrokers changes nothing", "the setup created the brokers");
    assertThat(world.calls("removeListener")).isEmpty();
    assertThat(world.calls("removeVpc")).hasSize(1);
  }

  @Test
  void c11TheFlagComesTooLateIfTheTeardownHasBegun() {
    link(Mode.COMBINED);
    world.hold("removeLoadBalancer demo-nlb");
    lab.setup.destroy(Lab.DESTROY);
    lab.awaitStarted("removeLoadBalancer demo-nlb");
    lab.setup.destroy(RESTORING);
    lab.awaitStatus(s -> s.ignored().isPresent());
    world.release("removeLoadBalancer demo-nlb");
    lab.awaitEnd();

    assertThat(lab.setup.status().ignored().orElseThrow().reason()).contains("too late");
    assertThat(world.calls("removeListener")).isEqualTo(List.of());
  }
}
