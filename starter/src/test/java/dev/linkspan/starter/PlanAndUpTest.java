package dev.linkspan.starter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanAndUpTest {
  private static CommandServer server;

  @TempDir private Path folder;

  @BeforeAll
  static void startServerAndWorker() {
    server = CommandServer.with(FakeSetup.class, FakeSurvey.class);
  }

  @AfterAll
  static void stopServerAndWorker() {
    server.close();
  }

  private Ran run(String... arguments) {
    return server.run(folder, arguments);
  }

  private Ran typing(String typed, String... arguments) {
    return Ran.answering(folder, server::connect, typed, arguments);
  }

  private String spec(String name) throws IOException {
    return SpecFiles.newCluster(folder, name, 3);
  }

  private static void change(String file, String before, String after) throws IOException {
    String spec = Files.readString(Path.of(file));
    assertThat(spec).contains(before);
    Files.writeString(Path.of(file), spec.replace(before, after));
  }

  @Test
  void upShowsThePlanAndRefusesWithoutATerminalAndWithoutYes() throws IOException {
    Ran up = run("up", "-f", spec("unasked"));

    assertThat(up.code()).isEqualTo(2);
    assertThat(up.err()).contains("Setup \"unasked\"", " to add", "Confirm with --yes");
    assertThat(run("status", "unasked").code()).isEqualTo(6);
  }

  @Test
  void upAsksInATerminalAndOnlyYesStartsTheSetup() throws IOException {
    String file = spec("asked");

    Ran no = typing("\n", "up", "-f", file, "--detach");
    assertThat(no.code()).isEqualTo(2);
    assertThat(no.err()).contains("Build this? [y/N]", "Nothing was changed");
    assertThat(run("status", "asked").code()).isEqualTo(6);

    Ran yes = typing("y\n", "up", "-f", file, "--detach");
    assertThat(yes.code()).as(yes.err()).isZero();
    assertThat(yes.err()).contains("Started setup asked");
    assertThat(run("up", "-f", file, "--detach").code()).as("nothing to ask").isZero();
  }

  @Test
  void aPlanOfAStandingSetupShowsWhatDiffers() throws IOException {
    String file = spec("stands");
    Ran before = run("plan", "-f", file, "--detailed-exitcode");
    assertThat(before.code()).isEqualTo(20);
    assertThat(before.out()).contains("Plan: ", " to add");
    run("up", "-f", file, "--yes", "--detach");

    Ran same = run("plan", "-f", file, "--detailed-exitcode");
    assertThat(same.code()).as(same.err()).isZero();
    assertThat(same.out()).contains("Setup stands stands as the spec says", "untouched");

    change(file, "every: 1h", "every: 2h");
    Ran other = run("plan", "-f", file, "--detailed-exitcode");
    assertThat(other.code()).isEqualTo(20);
    assertThat(other.out())
        .contains("verification schedule", "every 1 h -> every 2 h", "1 to change")
        .contains("linkspan update -f FILE");
    assertThat(run("plan", "-f", file).code()).isZero();
    assertThat(run("plan", "-f", file, "-o", "json").out())
        .contains("\"standing\" : true", "\"action\" : \"CHANGE\"");
  }

  @Test
  void whatCannotBeChangedInPlaceIsNamedInThePlan() throws IOException {
    run("up", "-f", spec("shrunk"), "--yes", "--detach");

    Ran plan = run("plan", "-f", SpecFiles.newCluster(folder, "shrunk", 2));

    assertThat(plan.out()).contains("-  instance", "Not possible in place", "kafka.brokers");
  }

  @Test
  void aSavedPlanIsCarriedOutWithoutAQuestion() throws IOException {
    String saved = folder.resolve("saved.plan").toString();
    Ran plan = run("plan", "-f", spec("saved"), "--out", saved);
    assertThat(plan.err()).contains("linkspan up --plan " + saved);

    Ran up = run("up", "--plan", saved, "--detach");
    assertThat(up.code()).as(up.err()).isZero();
    assertThat(up.err()).contains("Started setup saved");

    Ran again = run("up", "--plan", saved, "--detach");
    assertThat(again.code()).as("the same plan stands").isZero();
  }

  @Test
  void aSavedPlanIsRefusedIfASetupWasStartedMeanwhile() throws IOException {
    String file = spec("moved");
    String saved = folder.resolve("moved.plan").toString();
    run("plan", "-f", file, "--out", saved);
    change(file, "every: 1h", "every: 2h");
    run("up", "-f", file, "--yes", "--detach");

    Ran up = run("up", "--plan", saved, "--detach");

    assertThat(up.code()).isEqualTo(2);
    assertThat(up.err()).contains("out of date", "was started", "Run `linkspan plan` again");
  }

  @Test
  void aSavedChangeIsCarriedOutUnlessTheSetupHasAnotherPlanByNow() throws IOException {
    String file = spec("changed");
    String saved = folder.resolve("changed.plan").toString();
    run("up", "-f", file, "--yes", "--detach");
    run("approve", "changed", "--early", "--yes");
    change(file, "every: 1h", "every: 2h");
    run("plan", "-f", file, "--out", saved);

    Ran up = run("up", "--plan", saved, "--wait");
    assertThat(up.code()).as(up.err()).isZero();
    assertThat(up.err()).contains("updating changed");

    run("destroy", "changed", "--yes");
    Ran late = run("up", "--plan", saved);
    assertThat(late.code()).isEqualTo(2);
    assertThat(late.err()).contains("setup changed has ended");
  }

  @Test
  void aSavedPlanIsRefusedIfTheSurveyFindsSomethingElse() throws IOException {
    String saved = folder.resolve("surveyed.plan").toString();
    run("plan", "-f", SpecFiles.existingCluster(folder, "sound", 3), "--out", saved);
    Path file = Path.of(saved);
    Files.writeString(file, Files.readString(file).replace("+listener 3", "+listener 9"));

    Ran up = run("up", "--plan", saved);

    assertThat(up.code()).as(up.err()).isEqualTo(2);
    assertThat(up.err()).contains("a broker's file");
  }

  @Test
  void aPlanShowsWhatItCostsWithTheUsersPrices() throws IOException {
    assertThat(run("plan", "-f", spec("priced")).out())
        .contains("Cost in a month, estimated in USD", "not priced", "nlb-billable-items");

    Path prices = folder.resolve("prices.json");
    Files.writeString(
        prices,
        """
        {"currency": "EUR", "prices": [
          {"item": "load balancer", "perHour": 1, "source": "our contract", "asOf": "2026-01-01"}]}
        """);
    assertThat(run("plan", "-f", spec("priced"), "--prices", prices.toString()).out())
        .contains("estimated in EUR", "730.00", "our contract (2026-01-01)");

    Files.writeString(prices, "load balancer: 1");
    Ran bad = run("plan", "-f", spec("priced"), "--prices", prices.toString());
    assertThat(bad.code()).isEqualTo(2);
    assertThat(bad.err()).contains("is not a file of prices");
  }

  @Test
  void anythingElseIsNotASavedPlan() throws IOException {
    Ran up = run("up", "--plan", spec("no-plan"));

    assertThat(up.code()).isEqualTo(2);
    assertThat(up.err()).contains("is not a plan of this version");
    assertThat(run("up", "--plan", "a", "-f", "b").err()).contains("Give either a spec");
  }
}
