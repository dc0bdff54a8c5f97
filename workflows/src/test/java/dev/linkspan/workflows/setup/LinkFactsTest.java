package dev.linkspan.workflows.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.setup.SetupStatus.Phase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The current details of a finished link say where it is reached, and whether it works. */
class LinkFactsTest {
  private final Lab lab = new Lab();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void addressesHealthAndWhatClientsNoticedStandBelowWhatTheSetupNeeds() {
    assertThat(LinkFacts.markdown(SetupState.NEW)).isEmpty();
    lab.startApproved(Plans.withBrokers(1));
    SetupStatus ready = lab.awaitPhase(Phase.READY);

    SetupState state =
        SetupState.NEW
            .with(ready.inventory().link().orElseThrow())
            .with(ready.lastReport().orElseThrow());

    assertThat(LinkFacts.markdown(state))
        .anyMatch(line -> line.startsWith("Bootstrap: `nlb-1.example:"))
        .anyMatch(line -> line.startsWith("Unique name: `"))
        .anyMatch(line -> line.startsWith("Health: **healthy**, "));
  }
}
