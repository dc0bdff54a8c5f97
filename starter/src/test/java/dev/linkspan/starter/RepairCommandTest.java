package dev.linkspan.starter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepairCommandTest {
  private static CommandServer server;

  @TempDir private Path folder;

  @BeforeAll
  static void startServerAndWorker() {
    server = CommandServer.with(FakeSetup.class);
  }

  @AfterAll
  static void stopServerAndWorker() {
    server.close();
  }

  private Ran run(String... arguments) {
    return server.run(folder, arguments);
  }

  private void built(String name) throws IOException {
    run("up", "--yes", "-f", SpecFiles.newCluster(folder, name, 3), "--detach");
    run("approve", name, "--early");
    run("up", "--yes", "-f", SpecFiles.newCluster(folder, name, 3), "--wait");
  }

  @Test
  void thePlanShowsCountsAndEachFindingAndChangesNothing() throws IOException {
    built("repairs");

    Ran plan = run("repair", "repairs", "--plan");

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
    assertThat(run("repair", "repairs", "--plan", "--only", "listener 9093").out())
        .contains(": 1 to add, as verified")
        .doesNotContain("clock");
    assertThat(run("repair", "repairs", "--plan", "-o", "json").out())
        .startsWith("{")
        .contains("\"additions\" : [", "\"kind\" : \"LISTENER\"", "\"forPeople\" : [");

    Ran unconfirmed = run("repair", "repairs");
    assertThat(unconfirmed.code()).isEqualTo(2);
    assertThat(unconfirmed.err()).contains("Confirm with --yes. Nothing was changed.");

    Ran repaired = run("repair", "repairs", "--yes", "--by", "grace");
    assertThat(repaired.code()).as(repaired.err()).isZero();
    assertThat(repaired.err()).contains("1 to add, 1 to change, 1 for a person", "repairing: []");
    assertThat(repaired.out()).contains("Healthy", "requested by repair by grace");

    Ran nothing = run("repair", "repairs");
    assertThat(nothing.code()).as(nothing.err()).isZero();
    assertThat(nothing.err()).contains("Repair of repairs: nothing to repair");
  }

  @Test
  void theExitCodeIsThatOfTheVerificationAfterTheRepair() throws IOException {
    built("repairs-on");

    Ran repaired = run("repair", "repairs-on", "--verify", "--yes", "-o", "json");

    assertThat(repaired.code()).as(repaired.err()).isEqualTo(5);
    assertThat(repaired.out()).startsWith("{").contains("\"trigger\" : \"repair by ");
  }

  @Test
  void anUnknownCheckIsRefusedWithTheKnownOnes() throws IOException {
    built("repairs-only");

    Ran ran = run("repair", "repairs-only", "--yes", "--only", "listener 9093", "--only", "x");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err())
        .contains("found nothing at \"x\"", "\"listener 9093 (broker 1)\"", "\"clock (broker 2)\"");
  }

  @Test
  void aRefusalOfTheSetupIsShown() throws IOException {
    built("repairs-refused");

    Ran ran = run("repair", "repairs-refused", "--yes", "--by", "nobody");

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("nobody may not repair");
  }

  @Test
  void aLinkThatIsNotBuiltHasNothingToRepair() throws IOException {
    run("up", "--yes", "-f", SpecFiles.newCluster(folder, "waits", 3), "--detach");

    Ran ran = run("repair", "waits", "--yes");

    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.err()).contains("no finished link to repair", "linkspan status waits");
  }
}
