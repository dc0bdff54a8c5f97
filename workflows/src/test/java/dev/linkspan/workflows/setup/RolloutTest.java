package dev.linkspan.workflows.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.steps.Step;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Rollouts of a cluster that the setup created. The numbers in the names are those of {@link
 * dev.linkspan.workflows.rollout.ListenerRolloutWorkflow}.
 */
class RolloutTest {
  private static final String FIRST = "Broker 1 restarted";
  private final Lab lab = new Lab();
  private final World world = lab.world;

  @AfterEach
  void close() {
    lab.close();
  }

  /** Builds everything up to the approval; Kafka runs with the placeholder name. */
  private void buildUntilApproval(int brokers) {
    lab.start(Plans.withBrokers(brokers));
    lab.awaitStep("", "Kafka cluster", Step.State.DONE);
    lab.awaitPhase(Phase.AWAITING_APPROVAL);
  }

  @Test
  void p1P2RollsOneBrokerAtATimeTheActiveControllerLast() {
    buildUntilApproval(3);
    assertThat(world.kafka.advertised().get(1)).startsWith("b1.unique_name.");

    lab.setup.approve(Lab.YES);
    lab.awaitPhase(Phase.READY);

    assertThat(world.calls("stop broker"))
        .containsExactly("stop broker-node1", "stop broker-node3", "stop broker-node2");
    assertThat(world.kafka.maxDown()).isEqualTo(1);
    assertThat(world.kafka.advertised().values())
        .allMatch(address -> address.contains(Answers.UNIQUE_NAME));
    assertThat(world.calls("restoreConfiguration")).isEmpty();
  }

  @Test
  void p2FollowsAControllerThatMovesDuringTheRollout() {
    world.kafka.activeController = 1;
    world.hold("stop broker-node2");
    buildUntilApproval(3);
    lab.setup.approve(Lab.YES);
    world.awaitStarted("stop broker-node2");
    world.kafka.activeController = 3;
    world.release("stop broker-node2");

    lab.awaitPhase(Phase.READY);

    assertThat(world.calls("stop broker"))
        .containsExactly("stop broker-node2", "stop broker-node1", "stop broker-node3");
  }

  @Test
  void p6TouchesNoBrokerBeforeItsGatePasses() {
    world.hold("awaitGate broker 1");
    buildUntilApproval(3);
    lab.setup.approve(Lab.YES);

    world.awaitStarted("awaitGate broker 1");

    assertThat(world.calls("stop broker")).isEmpty();
    assertThat(world.calls("writeListener")).isEmpty();
  }

  @Test
  void p6ExpectsTheVotersThatTheQuorumHasWhenTheRolloutBegins() {
    buildUntilApproval(3);
    world.kafka.voters = List.of(1, 2, 104);

    lab.setup.approve(Lab.YES);
    lab.awaitPhase(Phase.READY);

    assertThat(world.kafka.gateVoters()).containsOnly(List.of(1, 2, 104));
  }

  @Test
  void p3RestoresTheOldFileOfABrokerThatDoesNotStartThenParks() {
    buildUntilApproval(3);
    world.failOnce("start broker-node1", Failures.needsPerson("exit code 1", "Read its log."));
    lab.setup.approve(Lab.YES);

    SetupStatus parked = lab.awaitPhase(Phase.PARKED);

    assertThat(parked.parked()).hasSize(1);
    assertThat(parked.parked().get(0).step()).isEqualTo(FIRST);
    assertThat(parked.parked().get(0).problem()).contains("broker 1", "old ones", "exit code 1");
    assertThat(world.kafka.advertised().get(1)).startsWith("b1.unique_name.");
    assertThat(world.count("stop broker-node3")).isZero();

    lab.setup.retry(Lab.ADA);
    lab.awaitPhase(Phase.READY);
    assertThat(world.kafka.maxDown()).isEqualTo(1);
    assertThat(lab.awaitStep("rollout", FIRST, Step.State.DONE).attempt()).isEqualTo(2);
  }

  @Test
  void p3RestoresTheOldFileOfABrokerThatServesAnotherAddress() {
    buildUntilApproval(3);
    world.failOnce("awaitAdvertised broker 1", Failures.needsPerson("not there", "Look."));
    lab.setup.approve(Lab.YES);

    SetupStatus parked = lab.awaitPhase(Phase.PARKED);

    assertThat(parked.parked().get(0).problem()).contains("broker 1", "old ones", "not there");
    assertThat(world.calls("restoreConfiguration")).hasSize(1);
    assertThat(world.count("stop broker-node3")).isZero();
    lab.setup.retry(Lab.ADA);
    lab.awaitPhase(Phase.READY);
  }

  @Test
  void p11ParksWithoutTouchingAnotherBrokerWhenAStopTakesTooLong() {
    buildUntilApproval(3);
    world.failOnce("stop broker-node1", Failures.needsPerson("still runs", "Look at it."));
    lab.setup.approve(Lab.YES);

    lab.awaitPhase(Phase.PARKED);

    assertThat(world.calls("start broker")).isEmpty();
    assertThat(world.calls("restoreConfiguration")).isEmpty();
    lab.setup.retry(null);
    lab.awaitPhase(Phase.READY);
    assertThat(world.count("awaitGate broker 1")).isEqualTo(2);
  }

  @Test
  void p8StartsABrokerAfterAParkedStopWithoutItsGate() {
    buildUntilApproval(3);
    world.failOnce("stop broker-node1", Failures.needsPerson("still runs", "Look at it."));
    lab.setup.approve(Lab.YES);
    lab.awaitPhase(Phase.PARKED);
    world.kafka.takeDown(1);

    lab.setup.retry(Lab.ADA);
    lab.awaitPhase(Phase.READY);

    assertThat(world.count("awaitGate broker 1")).isEqualTo(1);
    assertThat(world.kafka.startOrder()).endsWith(1, 3, 2);
  }
}
