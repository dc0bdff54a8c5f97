package dev.linkspan.workflows.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.SearchAttributes;
import dev.linkspan.workflows.steps.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A run that only tears down needs nothing of the run before it. */
class TeardownWithoutWorkflowTest {
  private final Lab lab = new Lab();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void c43RemovesEverythingAfterTheSetupWasTerminated() {
    lab.startApproved(Plans.withBrokers(1));
    SetupStatus ready = lab.awaitPhase(Phase.READY);
    lab.child("").terminate("a person's mistake");

    lab.startWith(
        SetupInput.teardown(Plans.withBrokers(1), ready.setupId(), SearchAttributes.NAMES));
    lab.awaitEnd();

    assertThat(lab.world.count("removeVpc demo-vpc")).isEqualTo(1);
    assertThat(lab.world.count("removeLoadBalancer demo-nlb")).isEqualTo(1);
    assertThat(lab.world.events())
        .containsSubsequence("< end private-link-demo", "< awaitLists", "> removeChangefeed");
    assertThat(lab.awaitStep("", "Teardown", Step.State.DONE).attempt()).isEqualTo(1);
  }

  @Test
  void createsNothing() {
    lab.startWith(
        SetupInput.teardown(Plans.withBrokers(1), "an-earlier-run", SearchAttributes.NAMES));
    lab.awaitEnd();

    assertThat(lab.world.calls("ensure")).isEmpty();
    assertThat(lab.world.calls("preflight")).isEmpty();
  }
}
