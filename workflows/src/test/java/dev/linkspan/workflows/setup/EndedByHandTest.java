package dev.linkspan.workflows.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.ClusterPlan.RolloutPlan;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.steps.SearchAttributes;
import dev.linkspan.workflows.steps.TaskQueues;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowOptions;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A person ends a child workflow in the Temporal UI. */
class EndedByHandTest {
  private final Lab lab = new Lab();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void aCanceledChildParksItsStepAndRetryStartsItAgain() {
    lab.world.hold("ensureLoadBalancer demo-nlb");
    lab.startApproved(Plans.withBrokers(1));
    lab.world.awaitStarted("ensureLoadBalancer demo-nlb");
    lab.awaitOnlyHeldCalls();
    lab.child("exposure").cancel();
    // The in-memory server cannot cancel an activity at the moment when it ends.
    await()
        .until(
            () ->
                lab.history("exposure").getEvents().stream()
                    .anyMatch(HistoryEvent::hasActivityTaskCancelRequestedEventAttributes));
    lab.world.release("ensureLoadBalancer demo-nlb");

    assertThat(lab.awaitPhase(Phase.PARKED).waitingFor().orElseThrow())
        .contains("the workflow private-link-demo-exposure was canceled")
        .contains("`retry` starts it again");
    lab.setup.retry(Lab.ADA);

    assertThat(lab.awaitPhase(Phase.READY).parked()).isEmpty();
  }

  @Test
  void aBrokerThatATerminatedRolloutStoppedComesBackBeforeTheLinkIsRemoved() {
    lab.world.kafka.addRunningBrokers(3);
    lab.world.hold("start 10.0.0.1");
    lab.startApproved(Plans.ofExisting(3, Mode.COMBINED, new RolloutPlan(Duration.ZERO, false)));
    lab.world.awaitStarted("start 10.0.0.1");
    lab.child("rollout").signal(TerminationSignal.NAME);
    assertThat(lab.awaitPhase(Phase.PARKED).waitingFor().orElseThrow()).contains("was terminated");
    await().until(() -> !lab.world.running().contains("start 10.0.0.1"));
    assertThat(lab.world.kafka.advertised().keySet()).isEqualTo(Set.of(2, 3));
    lab.world.release("start 10.0.0.1");

    lab.destroy();

    assertThat(lab.world.kafka.advertised().keySet()).isEqualTo(Set.of(1, 2, 3));
    assertThat(lab.world.events().lastIndexOf("< start 10.0.0.1"))
        .isBetween(0, lab.world.events().indexOf("> removeChangefeed"));
  }

  @Test
  void nothingOfAChildThatWasTerminatedWhileItParkedStaysParked() {
    lab.world.failOnce("ensureLoadBalancer demo-nlb", Failures.needsPerson("no", "Allow it."));
    lab.startApproved(Plans.withBrokers(1));
    lab.awaitPhase(Phase.PARKED);
    lab.child("exposure").signal(TerminationSignal.NAME);
    lab.awaitStatus(status -> status.waitingFor().orElse("").contains("was terminated"));

    lab.setup.retry(Lab.ADA);

    assertThat(lab.awaitPhase(Phase.READY).parked()).isEmpty();
  }

  @Test
  void aSetupThatIsDestroyedBeforeItLookedAtTheCloudsRemovesWhatAnEarlierRunCreated() {
    lab.startApproved(Plans.withBrokers(1));
    lab.awaitPhase(Phase.READY);
    lab.child("").terminate("a person's mistake");
    lab.client()
        .newUntypedWorkflowStub(
            "PrivateLinkSetup",
            WorkflowOptions.newBuilder()
                .setWorkflowId(PrivateLinkSetup.id("demo"))
                .setTaskQueue(TaskQueues.CONTROL)
                .build())
        .signalWithStart(
            "destroy",
            new Object[] {Lab.DESTROY},
            new Object[] {SetupInput.first(Plans.withBrokers(1), SearchAttributes.NAMES)});
    lab.awaitEnd();

    assertThat(lab.world.count("removeVpc demo-vpc")).isEqualTo(1);
  }
}
