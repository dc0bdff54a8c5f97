package dev.linkspan.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.starter.setups.SetupListing;
import dev.linkspan.starter.setups.SetupSelection;
import dev.linkspan.starter.setups.SetupSelection.Sort;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the commands show of a setup. */
class ShowingTest {
  @RegisterExtension static final SetupCommands COMMANDS = new SetupCommands();

  @Test
  void statusIsOneScreenAndItsOptionsShowTheRest() throws IOException {
    COMMANDS.built("shown");

    Ran screen = COMMANDS.run("status", "shown");

    assertThat(screen.code()).as(screen.err()).isZero();
    assertThat(screen.out().lines().count()).isLessThan(24);
    assertThat(screen.out())
        .startsWith("shown  READY  ap-southeast-1")
        .contains("progress    2 of 2 steps")
        .contains("endpoint    approved by ada at 2026-11-24T00:00:02Z")
        .contains("last proof  Healthy: 3 of 3 checks passed")
        .doesNotContain("vpc-1", "Whitelist");
    assertThat(COMMANDS.run("status", "shown", "--steps").out()).startsWith("✓ Private link shown");
    assertThat(COMMANDS.run("status", "shown", "--resources").out()).startsWith("KIND");
    assertThat(COMMANDS.run("status", "shown", "--report").out()).startsWith("Healthy: 3 of 3");
    assertThat(COMMANDS.run("status", "shown", "--history").out()).startsWith("ENDED");
    assertThat(COMMANDS.run("status", "shown", "--all").out())
        .contains("shown  READY", "✓ VPC", "vpc-1", "whitelist", "ENDED");
  }

  @Test
  void remediesAreCommandsOfThisProgram() throws IOException {
    Ran parked = COMMANDS.run("up", "--yes", "-f", COMMANDS.spec("parks", 3));
    Ran status = COMMANDS.run("status", "parks");
    COMMANDS.run("destroy", "parks", "--yes");
    COMMANDS.built("repairs");

    assertThat(parked.err() + status.out())
        .contains("run: linkspan retry parks")
        .doesNotContain("signal", "{\"by\"");
    assertThat(COMMANDS.run("status", "repairs").out())
        .contains("Linkspan can repair 2 of 3. To see how, run: linkspan repair repairs --plan");
  }

  @Test
  void watchFollowsASetupUntilItIsFinishedOrDestroyed() throws IOException {
    COMMANDS.run("up", "--yes", "-f", COMMANDS.spec("watched", 3), "--detach");

    Ran waiting = COMMANDS.run("watch", "watched");
    Ran asked = COMMANDS.answering("y\n", "watch", "watched");
    COMMANDS.run("destroy", "watched", "--yes");
    Ran gone = COMMANDS.run("watch", "watched");

    assertThat(waiting.code()).isEqualTo(3);
    assertThat(waiting.err()).contains("✓ VPC  1.5 s", "linkspan approve watched");
    assertThat(asked.code()).as(asked.err()).isZero();
    assertThat(asked.err()).contains("recorded: true by ada", "3 of 3 checks passed");
    assertThat(gone.code()).as(gone.err()).isZero();
    assertThat(gone.err()).contains("Setup watched is destroyed.");
    assertThat(COMMANDS.run("watch", "unknown").code()).isEqualTo(6);
  }

  @Test
  void eventsListWhatHappenedInOrder() throws IOException {
    COMMANDS.run("up", "--yes", "-f", COMMANDS.spec("eventful", 3));
    COMMANDS.run("approve", "eventful", "--yes", "--reason", "ticket 42");
    await().until(() -> COMMANDS.run("status", "eventful").code() == 0);
    COMMANDS.run("verify", "eventful", "--by", "grace");

    Ran events = COMMANDS.run("events", "eventful");

    assertThat(events.code()).as(events.err()).isZero();
    assertThat(events.out())
        .startsWith("AT ")
        .containsSubsequence(
            "2026-11-24T00:00:00Z  step",
            "VPC: started",
            "VPC: done, 1.5 s",
            "verification  healthy, requested by grace",
            "run           started",
            "decision      approve by ada: ticket 42",
            "request       verify by grace");
    assertThat(COMMANDS.run("events", "eventful", "-o", "json").out())
        .contains("\"kind\" : \"DECISION\"");
  }

  @Test
  void openPrintsThePageInTheTemporalUi() throws IOException {
    COMMANDS.run("up", "--yes", "-f", COMMANDS.spec("opened", 3), "--detach");

    Ran open = COMMANDS.run("open", "opened");

    assertThat(open.code()).as(open.err()).isZero();
    assertThat(open.out())
        .isEqualTo(
            "http://127.0.0.1:8233/namespaces/default/workflows/private-link-opened"
                + System.lineSeparator());
    assertThat(COMMANDS.run("open", "unknown").code()).isEqualTo(6);
  }

  @Test
  void retryingNothingIsSaid() throws IOException {
    COMMANDS.run("up", "--yes", "-f", COMMANDS.spec("unparked", 3));

    Ran retry = COMMANDS.run("retry", "unparked");

    assertThat(retry.code()).isEqualTo(13);
    assertThat(retry.err())
        .contains("No step of unparked is parked; the setup is in phase AWAITING_APPROVAL.");
  }

  @Test
  void aListIsFilteredAndSorted() {
    List<SetupListing> all =
        List.of(
            listing("b", "READY", "drifted", 1),
            listing("a", "PARKED", "unknown", 2),
            listing("c", "AWAITING_APPROVAL", "unknown", 3));

    assertThat(names(all, List.of(), List.of(), false, Sort.NAME)).containsExactly("a", "b", "c");
    assertThat(names(all, List.of(), List.of(), false, Sort.AGE)).containsExactly("c", "a", "b");
    assertThat(names(all, List.of("parked"), List.of(), false, Sort.NAME)).containsExactly("a");
    assertThat(names(all, List.of(), List.of("drifted"), false, Sort.NAME)).containsExactly("b");
    assertThat(names(all, List.of(), List.of(), true, Sort.NAME)).containsExactly("a", "c");
  }

  private static List<String> names(
      List<SetupListing> all, List<String> phases, List<String> healths, boolean me, Sort sort) {
    return new SetupSelection(phases, healths, me, sort)
        .of(all).stream().map(SetupListing::name).toList();
  }

  private static SetupListing listing(String name, String phase, String health, int age) {
    return new SetupListing(
        name,
        phase,
        health,
        "ap-southeast-1",
        Instant.EPOCH.plusSeconds(age),
        Duration.ZERO,
        Optional.empty());
  }
}
