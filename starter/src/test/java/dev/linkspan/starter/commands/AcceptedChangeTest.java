package dev.linkspan.starter.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.starter.progress.Statuses;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.verification.Report;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AcceptedChangeTest {
  private static final SetupStatus BEFORE = after("repair by ada", 0);
  private final AcceptedChange repair = AcceptedChange.repair(BEFORE);

  private static SetupStatus after(String trigger, int second) {
    return Statuses.after(
        Phase.READY, new Report(Instant.ofEpochSecond(second), trigger, List.of()));
  }

  @Test
  void isNotOverBeforeItBegins() {
    assertThat(repair.isOver(BEFORE)).isFalse();
    assertThat(repair.isOver(after("missed schedule", 1))).isFalse();
    assertThat(AcceptedChange.update(BEFORE).isOver(BEFORE)).isFalse();
    assertThat(AcceptedChange.restart(BEFORE).isOver(BEFORE)).isFalse();
  }

  @Test
  void isOverWithItsVerificationOrWhenItNeedsAPerson() {
    assertThat(repair.isOver(Statuses.of(Phase.REPAIRING, Optional.empty()))).isFalse();
    assertThat(repair.isOver(Statuses.of(Phase.PARKED, Optional.empty()))).isTrue();
    assertThat(repair.isOver(after("repair by ada", 2))).isTrue();
    assertThat(AcceptedChange.update(BEFORE).isOver(after("update", 2))).isTrue();
  }
}
