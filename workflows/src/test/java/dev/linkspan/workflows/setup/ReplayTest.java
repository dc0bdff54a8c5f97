package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.connection.Decision;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.steps.Step;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Replays histories that the current code has just recorded: its workflow code is deterministic.
 */
class ReplayTest {
  private final Lab lab = new Lab();

  @AfterEach
  void close() {
    lab.close();
  }

  private void replay(String... children) {
    List.of(children).forEach(lab::replay);
  }

  @Test
  void replaysALinkThatWasBuiltAndDestroyed() {
    lab.startApproved(Plans.withBrokers(3));
    lab.awaitPhase(Phase.READY);
    lab.setup.verify(Lab.ADA);
    replay("", "kafka", "exposure", "approval", "verification");
    lab.destroy();
    replay("", "teardown");
  }

  @Test
  void replaysALateApprovalWithARollout() {
    lab.start(Plans.withBrokers(3));
    lab.awaitStep("", "Kafka cluster", Step.State.DONE);
    lab.awaitPhase(Phase.AWAITING_APPROVAL);
    lab.setup.approve(null);
    lab.awaitPhase(Phase.READY);

    replay("", "kafka", "rollout", "approval");
  }

  @Test
  void replaysARejection() {
    lab.start(Plans.withBrokers(1));
    lab.awaitStep("", "Kafka cluster", Step.State.DONE);
    lab.awaitPhase(Phase.AWAITING_APPROVAL);
    lab.setup.reject(new Decision(null, "bob", "no", null));
    lab.awaitPhase(Phase.PARKED);
    lab.setup.retry(Lab.ADA);
    lab.awaitPhase(Phase.AWAITING_APPROVAL);
    lab.setup.decide(Lab.YES);
    lab.awaitPhase(Phase.READY);

    replay("", "approval");
  }

  @Test
  void replaysStepsThatParked() {
    lab.world.failOnce("ensureVpc demo-vpc", Failures.needsPerson("no", "Fix it."));
    lab.world.failOnce("startBroker broker-node1", Failures.needsPerson("no", "Fix it."));
    lab.startApproved(Plans.withBrokers(1));
    lab.awaitPhase(Phase.PARKED);
    lab.setup.retry(Lab.ADA);
    lab.awaitStep("kafka", "Start of broker 1", Step.State.PARKED);
    lab.setup.retry(Lab.ADA);
    lab.awaitPhase(Phase.READY);

    replay("", "kafka");
  }

  @Test
  void replaysASetupDestroyedDuringConstruction() {
    lab.world.hold("installArchives broker-node1");
    lab.start(Plans.withBrokers(3));
    lab.awaitPhase(Phase.AWAITING_APPROVAL);
    lab.world.awaitStarted("installArchives broker-node1");
    lab.awaitOnlyHeldCalls();
    lab.destroy();

    replay("", "kafka", "approval", "teardown");
  }
}
