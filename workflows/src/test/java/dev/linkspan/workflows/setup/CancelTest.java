package dev.linkspan.workflows.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.ClusterPlan.RolloutPlan;
import dev.linkspan.workflows.setup.PrivateLinkSetup.Restart;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.steps.Step;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A person cancels a setup, with {@code destroy} or in the Temporal UI. */
class CancelTest {
  private static final String DOWN = "stop 10.0.0.1";
  private static final String UP = "start 10.0.0.1";

  private final Lab lab = new Lab();
  private final World world = lab.world;

  @AfterEach
  void close() {
    lab.close();
  }

  private void cancelInTheUi() {
    lab.child("").cancel();
  }

  private void awaitCancelled() {
    assertThatThrownBy(lab::awaitEnd).hasRootCauseInstanceOf(CanceledFailure.class);
  }

  private void startExisting() {
    world.kafka.addRunningBrokers(3);
    lab.startApproved(Plans.ofExisting(3, Mode.COMBINED, new RolloutPlan(Duration.ZERO, false)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ensureVpc demo-vpc", "ensureLoadBalancer demo-nlb", "checkFromBastion"})
  void cancellationDuringConstructionLeavesNothing(String underWay) {
    world.hold(underWay);
    lab.startApproved(Plans.withBrokers(3));
    world.awaitStarted(underWay);
    lab.awaitOnlyHeldCalls();

    cancelInTheUi();
    awaitCancelled();

    assertThat(lab.setup.status().phase()).isEqualTo(Phase.DESTROYED);
    assertThat(world.events()).last().isEqualTo("< removeVpc demo-vpc");
  }

  @Test
  void cancellationOfAParkedSetupLeavesNothing() {
    world.failOnce("ensureSecurityGroup broker-sg", Failures.needsPerson("no", "Allow it."));
    lab.startApproved(Plans.withBrokers(3));
    lab.awaitPhase(Phase.PARKED);
    lab.awaitOnlyHeldCalls();

    cancelInTheUi();
    awaitCancelled();

    assertThat(lab.setup.status().phase()).isEqualTo(Phase.DESTROYED);
    assertThat(world.events()).last().isEqualTo("< removeVpc demo-vpc");
  }

  @Test
  void cancellationOfAFinishedSetupKeepsTheLink() {
    lab.startApproved(Plans.withBrokers(1));
    lab.awaitPhase(Phase.READY);

    cancelInTheUi();
    awaitCancelled();

    assertThat(lab.setup.status().phase()).isEqualTo(Phase.READY);
    assertThat(world.calls("remove")).isEmpty();
    lab.replay("");
  }

  @Test
  void cancellationDuringRemovalLeavesNothing() {
    lab.startApproved(Plans.withBrokers(1));
    lab.awaitPhase(Phase.READY);
    world.hold("removeLoadBalancer demo-nlb");
    lab.setup.destroy(Lab.DESTROY);
    world.awaitStarted("removeLoadBalancer demo-nlb");

    cancelInTheUi();
    world.release("removeLoadBalancer demo-nlb");
    awaitCancelled();

    assertThat(lab.setup.status().phase()).isEqualTo(Phase.DESTROYED);
    assertThat(world.events()).last().isEqualTo("< removeVpc demo-vpc");
  }

  @ParameterizedTest
  @ValueSource(strings = {DOWN, UP})
  void p8ABrokerThatIsDownComesBackBeforeTheLinkIsRemoved(String held) {
    world.hold(held);
    startExisting();
    world.awaitStarted(held);
    lab.awaitOnlyHeldCalls();

    lab.setup.destroy(Lab.DESTROY);
    lab.awaitRolloutCancelled();
    world.release(held);
    lab.awaitEnd();

    assertThat(world.kafka.advertised().keySet()).isEqualTo(Set.of(1, 2, 3));
    assertThat(world.calls("stop 10")).containsExactly(DOWN);
    List<String> events = world.events();
    assertThat(events.indexOf("< " + UP)).isBetween(0, events.indexOf("> removeChangefeed"));
    assertThat(lab.setup.status().phase()).isEqualTo(Phase.DESTROYED);
    lab.replay("");
  }

  @Test
  void p3P8ABrokerThatDoesNotStartGetsItsOldFileBackBeforeTheLinkIsRemoved() {
    world.hold(DOWN);
    world.failOnce(UP, Failures.needsPerson("exit code 1", "Read its log."));
    startExisting();
    world.awaitStarted(DOWN);
    lab.awaitOnlyHeldCalls();

    lab.setup.destroy(Lab.DESTROY);
    lab.awaitRolloutCancelled();
    world.release(DOWN);
    lab.awaitEnd();

    assertThat(world.kafka.advertised()).containsEntry(1, "nothing").hasSize(3);
  }

  @Test
  void p8RemovalWaitsTenMinutesForABrokerThatDoesNotComeBack() {
    startExisting();
    lab.awaitPhase(Phase.READY);
    world.hold(DOWN);
    for (int i = 0; i < 2; i++) {
      world.failOnce(UP, Failures.needsPerson("exit code 1", "Read its log."));
    }
    lab.setup.restart(new Restart("ada", "new JVM", null));
    world.awaitStarted(DOWN);
    lab.awaitOnlyHeldCalls();

    lab.setup.destroy(Lab.DESTROY);
    lab.awaitRolloutCancelled();
    world.release(DOWN);
    lab.awaitStep("rollout", "Broker 1 back before the rollout ends", Step.State.PARKED);
    lab.awaitEnd();

    assertThat(world.kafka.advertised().keySet()).isEqualTo(Set.of(2, 3));
    assertThat(lab.setup.status().phase()).isEqualTo(Phase.DESTROYED);
    lab.awaitStep("rollout", "Broker 1 back before the rollout ends", Step.State.CANCELLED);
  }

  @Test
  void p8ABrokerThatIsDownComesBackWhenARestartIsCancelled() {
    startExisting();
    lab.awaitPhase(Phase.READY);
    world.hold(UP);
    lab.setup.restart(new Restart("ada", "new JVM", null));
    world.awaitStarted(UP);
    lab.awaitOnlyHeldCalls();

    cancelInTheUi();
    lab.awaitRolloutCancelled();
    world.release(UP);
    awaitCancelled();

    assertThat(world.kafka.advertised().keySet()).isEqualTo(Set.of(1, 2, 3));
    assertThat(lab.setup.status().phase()).isEqualTo(Phase.READY);
    assertThat(world.calls("remove")).isEmpty();
  }
}
