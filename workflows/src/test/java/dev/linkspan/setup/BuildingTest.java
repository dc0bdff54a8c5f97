package dev.linkspan.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.setup.SetupStatus.Phase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BuildingTest {
  private final Lab lab = new Lab();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void buildsAndProvesALinkOfThreeBrokers() {
    lab.startApproved(Plans.withBrokers(3));

    SetupStatus status = lab.awaitPhase(Phase.READY);

    assertThat(status.lastReport().orElseThrow().healthy()).isTrue();
    assertThat(status.inventory().link().orElseThrow().uniqueName()).isEqualTo(Answers.UNIQUE_NAME);
  }
}
