package dev.linkspan.workflows.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.ClusterPlan.RolloutPlan;
import dev.linkspan.workflows.setup.PrivateLinkSetup.Restart;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.steps.Step;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An abort leaves no broker down, or phase, health, and text say that one is (P7, P8). */
class AbortedRolloutTest {
  private final Lab lab = new Lab();
  private final World world = lab.world;

  @BeforeEach
  void buildTheLink() {
    world.kafka.addRunningBrokers(3);
    lab.startApproved(Plans.ofExisting(3, Mode.COMBINED, new RolloutPlan(Duration.ZERO, false)));
    lab.awaitPhase(Phase.READY);
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private void restartUntilItParks() {
    lab.setup.restart(new Restart("ada", "new JVM", null));
    lab.awaitPhase(Phase.PARKED);
  }

  /** This broker goes down during the call, which is to fail. */
  private void restartUntilItParks(String call, int down) {
    world.hold(call);
    long before = world.count(call);
    lab.setup.restart(new Restart("ada", "new JVM", null));
    lab.awaitStatus(s -> world.count(call) > before);
    world.kafka.takeDown(down);
    world.release(call);
    lab.awaitPhase(Phase.PARKED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "survey 10.0.0.1",
        "awaitGate broker 1",
        "stop 10.0.0.1",
        "start 10.0.0.1",
        "awaitInSync",
        "awaitHealthyBackends"
      })
  void p7NoBrokerIsDownAfterAnAbortAtAnyStep(String call) {
    String failing =
        world.events().stream()
            .filter(event -> event.startsWith("> " + call))
            .map(event -> event.substring(2))
            .findFirst()
            .orElseThrow();
    world.failOnce(failing, Failures.needsPerson("not now", "Wait."));
    restartUntilItParks();

    lab.setup.abort(Lab.ADA);

    SetupStatus status =
        lab.awaitStatus(
            s -> s.phase() == Phase.READY && s.lastRollout().orElseThrow().aborted().isPresent());
    assertThat(status.lastRollout().orElseThrow().leftDown()).isEmpty();
    assertThat(world.kafka.advertised()).containsOnlyKeys(1, 2, 3);
  }

  @Test
  void p7ABrokerThatDoesNotComeBackIsSaid() {
    world.failOnce("start 10.0.0.1", Failures.needsPerson("exit code 1", "Read its log."));
    world.failOnce("start 10.0.0.1", Failures.needsPerson("exit code 1", "Read its log."));
    restartUntilItParks();

    lab.setup.abort(Lab.ADA);

    SetupStatus status = lab.awaitPhase(Phase.BROKEN);
    assertThat(status.lastRollout().orElseThrow().leftDown()).containsExactly(1);
    assertThat(status.waitingFor().orElseThrow())
        .contains("down at the end of the last rollout: broker 1", "`verify`");

    lab.setup.verify(Lab.ADA);

    assertThat(lab.awaitPhase(Phase.READY).waitingFor()).isEmpty();
  }

  @Test
  void p7ABrokerThatSomebodyElseStoppedIsSaidAfterAnAbort() {
    world.hold("awaitInSync");
    world.failOnce("awaitInSync", Failures.needsPerson("not in sync", "Wait."));
    long before = world.count("awaitInSync");
    lab.setup.restart(new Restart("ada", "new JVM", null));
    lab.awaitStatus(s -> world.count("awaitInSync") > before);
    world.kafka.takeDown(3);
    world.release("awaitInSync");
    lab.awaitPhase(Phase.PARKED);

    lab.setup.abort(Lab.ADA);

    SetupStatus status = lab.awaitPhase(Phase.BROKEN);
    assertThat(status.lastRollout().orElseThrow().leftDown()).containsExactly(3);
    assertThat(status.waitingFor().orElseThrow())
        .contains("down at the end of the last rollout: broker 3", "`verify`");
  }

  @Test
  void p9ARetryBeforeTheFirstBrokerStartsWhatIsDown() {
    world.kafka.partitionsEverywhere = true;
    world.kafka.takeDown(3);
    restartUntilItParks();
    assertThat(lab.setup.status().waitingFor().orElseThrow())
        .contains("Broker 3 is not there.", "`retry` starts the brokers that are down");

    lab.setup.retry(Lab.ADA);

    lab.awaitPhase(Phase.READY);
    assertThat(world.kafka.advertised()).containsOnlyKeys(1, 2, 3);
  }

  @Test
  void p9TheRolloutAfterATerminatedOneStartsTheBrokerThatItLeftDown() {
    world.kafka.partitionsEverywhere = true;
    long before = world.count("start 10.0.0.1");
    world.hold("start 10.0.0.1");
    lab.setup.restart(new Restart("ada", "new JVM", null));
    lab.awaitStatus(s -> world.count("start 10.0.0.1") > before);
    lab.child("rollout").signal(TerminationSignal.NAME);
    lab.awaitPhase(Phase.PARKED);
    await().until(() -> !world.running().contains("start 10.0.0.1"));
    world.release("start 10.0.0.1");
    assertThat(world.kafka.advertised()).containsOnlyKeys(2, 3);

    lab.setup.retry(Lab.ADA);

    lab.awaitPhase(Phase.READY);
    assertThat(world.kafka.advertised()).containsOnlyKeys(1, 2, 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"awaitGate broker 1", "awaitInSync", "start 10.0.0.1"})
  void c46ARetryStartsAnotherBrokerThatWentDown(String call) {
    String failing =
        world.events().stream()
            .filter(event -> event.startsWith("> " + call))
            .map(event -> event.substring(2))
            .findFirst()
            .orElseThrow();
    world.failOnce(failing, Failures.needsPerson("not in sync", "Wait."));
    restartUntilItParks(failing, 3);
    int startedBefore = world.kafka.startOrder().size();

    lab.setup.retry(Lab.ADA);

    lab.awaitPhase(Phase.READY);
    assertThat(world.kafka.startOrder().subList(startedBefore, startedBefore + 1))
        .containsExactly(3);
    assertThat(world.kafka.advertised()).containsOnlyKeys(1, 2, 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"awaitGate broker 1", "awaitInSync"})
  void p9ARetryStartsTheBrokerWhoseTurnItIsIfItWentDownByItself(String call) {
    world.failOnce(call, Failures.needsPerson("Broker 1 is not there", "Look."));
    restartUntilItParks(call, 1);
    int events = world.events().size();

    lab.setup.retry(Lab.ADA);

    lab.awaitPhase(Phase.READY);
    assertThat(world.events().subList(events, world.events().size()))
        .containsSubsequence("> start 10.0.0.1", "> " + call);
    assertThat(world.kafka.advertised()).containsOnlyKeys(1, 2, 3);
  }

  @Test
  void p6AGateThatPassedBeforeALongWaitIsWaitedForAgain() {
    world.failOnce("electPreferredLeaders", Failures.needsPerson("no election", "Wait."));
    restartUntilItParks();
    lab.awaitStep("rollout", "Broker 3 restarted", Step.State.RUNNING);
    long gates = world.count("awaitGate broker 3");
    lab.environment.sleep(Duration.ofHours(1));
    int events = world.events().size();

    lab.setup.retry(Lab.ADA);

    lab.awaitPhase(Phase.READY);
    assertThat(world.count("awaitGate broker 3")).isEqualTo(gates + 1);
    assertThat(world.events().subList(events, world.events().size()))
        .containsSubsequence(
            "< electPreferredLeaders",
            "> awaitGate broker 3",
            "> survey 10.0.0.3",
            "> stop 10.0.0.3");
    lab.replay("rollout");
  }

  @Test
  void p2TheControllerIsLookedUpAgainAfterAPause() {
    world.hold("start 10.0.0.1");
    lab.setup.restart(new Restart("ada", "new JVM", null));
    lab.awaitStatus(s -> world.calls("start 10.0.0.1").size() > 1);
    lab.setup.pause(Lab.ADA);
    lab.awaitSignal("rollout", "pause");
    world.release("start 10.0.0.1");
    lab.awaitPhase(Phase.PARKED);
    int stoppedBefore = world.calls("stop 10").size();
    world.kafka.activeController = 3;

    lab.setup.resume(Lab.ADA);

    lab.awaitPhase(Phase.READY);
    assertThat(world.calls("stop 10").subList(stoppedBefore, stoppedBefore + 2))
        .containsExactly("stop 10.0.0.2", "stop 10.0.0.3");
  }
}
