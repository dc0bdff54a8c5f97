package dev.linkspan.starter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RepairCommandTest {
  @RegisterExtension static final SetupCommands COMMANDS = new SetupCommands();

  @Test
  void thePlanShowsCountsAndEachFindingAndChangesNothing() throws IOException {
    COMMANDS.built("repairs");

    Ran plan = COMMANDS.run("repair", "repairs", "--plan");

    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.out())
        .contains("Repair of repairs: 1 to add, 1 to change, 1 for a person, as verified at 2026-")
        .contains(
            "     BROKER  HOP                           NOW            PLANNED",
            "  +  1       listener 9093                 there is none  tcp 9093, Running",
            "  ~  all     endpoint service auto-accept  it is on       off")
        .contains(
            "Linkspan cannot repair:",
            "  ? clock (broker 2): 120 s ahead",
            "      -> Start chronyd on broker 2.");
    assertThat(COMMANDS.run("repair", "repairs", "--plan", "--only", "listener 9093").out())
        .contains(": 1 to add, as verified")
        .doesNotContain("clock");
    assertThat(COMMANDS.run("repair", "repairs", "--plan", "-o", "json").out())
        .startsWith("{")
        .contains("\"additions\" : [", "\"kind\" : \"LISTENER\"", "\"forPeople\" : [");

    Ran unconfirmed = COMMANDS.run("repair", "repairs");
    assertThat(unconfirmed.code()).isEqualTo(2);
    assertThat(unconfirmed.err()).contains("Confirm with --yes. Nothing was changed.");

    Ran repaired = COMMANDS.run("repair", "repairs", "--yes", "--by", "grace");
    assertThat(repaired.code()).as(repaired.err()).isZero();
    assertThat(repaired.err()).contains("1 to add, 1 to change, 1 for a person", "repairing: []");
    assertThat(repaired.out()).contains("Healthy", "requested by repair by grace");

    Ran nothing = COMMANDS.run("repair", "repairs");
    assertThat(nothing.code()).as(nothing.err()).isZero();
    assertThat(nothing.out()).contains("Repair of repairs: nothing to repair");
  }

  @Test
  void theExitCodeIsThatOfTheVerificationAfterTheRepair() throws IOException {
    COMMANDS.built("repairs-on");

    Ran repaired = COMMANDS.run("repair", "repairs-on", "--verify", "--yes", "-o", "json");

    assertThat(repaired.code()).as(repaired.err()).isEqualTo(5);
    assertThat(repaired.out()).startsWith("{").contains("\"trigger\" : \"repair by ");
  }

  @Test
  void anUnknownCheckIsRefusedWithTheKnownOnes() throws IOException {
    COMMANDS.built("repairs-only");

    Ran ran =
        COMMANDS.run("repair", "repairs-only", "--yes", "--only", "listener 9093", "--only", "x");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err())
        .contains("found nothing at \"x\"", "\"listener 9093 (broker 1)\"", "\"clock (broker 2)\"");
  }

  @Test
  void aRefusalOfTheSetupIsShown() throws IOException {
    COMMANDS.built("repairs-refused");

    Ran ran = COMMANDS.run("repair", "repairs-refused", "--yes", "--by", "nobody");

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("nobody may not repair");
  }

  @Test
  void aLinkThatIsNotBuiltHasNothingToRepair() throws IOException {
    COMMANDS.run("up", "--yes", "-f", COMMANDS.spec("waits", 3), "--detach");

    Ran ran = COMMANDS.run("repair", "waits", "--yes");

    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.err()).contains("no finished link to repair", "linkspan status waits");
  }
}
