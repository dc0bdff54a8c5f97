package dev.linkspan.workflows.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Finding;
import dev.linkspan.workflows.verification.Repair;
import dev.linkspan.workflows.verification.Repair.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RepairPlanTest {
  private static final Finding UNIT =
      finding(Check.failed(Optional.of(2), "unit", "off").repairedBy(Repair.adds(Kind.UNIT, "2")));
  private static final Finding UNIT_OF_3 =
      finding(Check.failed(Optional.of(3), "unit", "off").repairedBy(Repair.adds(Kind.UNIT, "3")));
  private static final Finding MEMBERS =
      finding(
          Check.failed(Optional.empty(), "members", "a stranger")
              .repairedBy(Repair.changes(Kind.BACKENDS, "bootstrap")));
  private static final Finding HEALTH =
      finding(
          Check.failed(Optional.empty(), "health", "none")
              .repairedBy(Repair.changes(Kind.BACKENDS, "bootstrap")));
  private static final Finding CLOCK =
      finding(Check.failed(Optional.of(2), "clock", "2 minutes off"));
  private static final Finding MESSAGES =
      finding(
          Check.failed(Optional.of(2), "messages", "none arrive")
              .remedy("Look at the listener, or run `linkspan repair demo`."));
  private static final Finding UNKNOWN =
      finding(Check.notChecked(Optional.empty(), "disk", "no SSH"));

  private static Finding finding(Check check) {
    return new Finding(check, Instant.EPOCH, Instant.EPOCH, 1);
  }

  private final RepairPlan plan =
      RepairPlan.of(List.of(UNIT, UNIT_OF_3, MEMBERS, HEALTH, CLOCK, UNKNOWN));

  @Test
  void sortsAndCountsTheFindings() {
    assertThat(plan.additions()).containsExactly(UNIT, UNIT_OF_3);
    assertThat(plan.changes()).containsExactly(MEMBERS, HEALTH);
    assertThat(plan.forPeople()).containsExactly(CLOCK, UNKNOWN);
    assertThat(plan.counts()).isEqualTo("2 to add, 2 to change, 2 for a person");
    assertThat(RepairPlan.of(List.of()).counts()).isEqualTo("nothing to repair");
  }

  @Test
  void whatFollowsFromAnotherFindingWaitsForItsRepair() {
    RepairPlan both = RepairPlan.of(List.of(UNIT, MESSAGES));
    assertThat(both.consequences()).containsExactly(MESSAGES);
    assertThat(both.counts()).isEqualTo("1 to add");

    RepairPlan alone = RepairPlan.of(List.of(MESSAGES));
    assertThat(alone.forPeople()).containsExactly(MESSAGES);
  }

  @Test
  void makesEachRepairOnceInTheOrderOfTheDataPath() {
    assertThat(plan.repairs())
        .containsExactly(
            Repair.changes(Kind.BACKENDS, "bootstrap"),
            Repair.adds(Kind.UNIT, "2"),
            Repair.adds(Kind.UNIT, "3"));
  }

  @Test
  void aHopNamesEveryBrokerAndAKeyOne() {
    assertThat(plan.only(List.of("unit")).repairable()).containsExactly(UNIT, UNIT_OF_3);
    assertThat(plan.only(List.of("unit (broker 3)")).repairable()).containsExactly(UNIT_OF_3);
    assertThat(plan.only(List.of())).isEqualTo(plan);
    assertThat(plan.unknown(List.of("clock", "units"))).containsExactly("units");
  }

  @Test
  void aServerGroupThatIsCreatedAgainGetsItsMembersAndItsListener() {
    assertThat(
            LinkRepairWorkflow.inOrder(
                List.of(
                    Repair.adds(Kind.WHITELIST, ""),
                    Repair.adds(Kind.LISTENER, "bootstrap"),
                    Repair.adds(Kind.SERVER_GROUP, "bootstrap"))))
        .extracting(Repair::kind)
        .containsExactly(Kind.SERVER_GROUP, Kind.BACKENDS, Kind.LISTENER, Kind.WHITELIST);
  }
}
