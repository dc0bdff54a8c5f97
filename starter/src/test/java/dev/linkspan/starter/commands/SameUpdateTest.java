package dev.linkspan.starter.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Finding;
import dev.linkspan.workflows.verification.Repair;
import dev.linkspan.workflows.verification.Repair.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an update says if the plan is the same. */
class SameUpdateTest {
  private static Finding finding(Check check) {
    return new Finding(check, Instant.EPOCH, Instant.EPOCH, 1);
  }

  @Test
  void theSamePlanNamesTheRepairThatGivesItToTheBrokersThatAnAbortedUpdateDidNotReach() {
    Check unit =
        Check.failed(Optional.of(3), "unit file", "runs with a heap of 1g")
            .asDrift()
            .repairedBy(Repair.changes(Kind.UNIT_FILE, "3"));

    assertThat(UpdateCommand.repairable("orders", List.of(finding(unit))).orElseThrow())
        .contains("The plan is the same", "1 thing not as planned")
        .endsWith("run: linkspan repair orders");
  }

  @Test
  void theSamePlanOfAHealthyLinkNeedsNoWords() {
    Check full = Check.failed(Optional.of(3), "disk", "90 % full").asDrift();
    assertThat(UpdateCommand.repairable("orders", List.of())).isEmpty();
    assertThat(UpdateCommand.repairable("orders", List.of(finding(full)))).isEmpty();
  }
}
