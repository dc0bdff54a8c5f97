package dev.linkspan.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutCommandsTest {
  private static CommandServer server;

  @TempDir private Path folder;

  @BeforeAll
  static void startServerAndWorker() {
    server = CommandServer.with(FakeSetup.class, FakeRollout.class);
  }

  @AfterAll
  static void stopServerAndWorker() {
    server.close();
  }

  @Test
  void restartShowsTheRestartOfEachBrokerAndTheEffectOnClients() throws IOException {
    ready("restarts");

    Ran restart = run("restart", "restarts", "--yes", "--by", "grace", "--reason", "new JVM");

    assertThat(restart.code()).as(restart.err()).isZero();
    assertThat(restart.err()).contains("restarting 3 brokers, one at a time");
    assertThat(restart.out())
        .contains("2026-11-24T00:00:00Z to 2026-11-24T00:01:00Z, by grace: new JVM")
        .contains(
            "BROKER  METHOD   GATE   STOP   START  IN SYNC  REACHABLE  TOTAL   REASON",
            "2       restart  2.5 s  2.1 s  4.2 s  800 ms   3.3 s      10.4 s  new JVM",
            "10      live     -      -      -      700 ms   3.1 s      3.9 s   new JVM",
            "1 min 00 s in total, 3.37 times the 17.8 s for stopping, starting, catching up and"
                + " pauses",
            "CLIENTS    ACKED  CONSUMED  LOST  DUPLICATED  FAILED  SLOWEST ACK  LONGEST PAUSE",
            "total      900    900       0     2           0       45 ms        1.2 s",
            "broker 2   450    450       0     1           0       45 ms        1.2 s",
            "broker 10  450    450       0     1           0       45 ms        1.2 s");
  }

  @Test
  void restartChangesNothingIfItIsNotConfirmed() throws IOException {
    ready("unconfirmed");

    Ran restart = run("restart", "unconfirmed");

    assertThat(restart.code()).isEqualTo(2);
    assertThat(restart.err()).contains("Confirm with --yes. Nothing was changed.");
    assertThat(run("status", "unconfirmed", "--report").out()).doesNotContain("Last rollout");
  }

  @Test
  void statusShowsTheLastRolloutAsTextAndAsJson() throws IOException {
    ready("shown");
    run("restart", "shown", "--yes", "--reason", "new JVM");

    assertThat(run("status", "shown", "--report").out())
        .contains("Last rollout: 2026-11-24T00:00:00Z")
        .contains("by ada: new JVM")
        .contains("LONGEST PAUSE");
    assertThat(run("status", "shown", "-o", "json").out())
        .contains("\"lastRollout\" : {", "\"inSync\" : 0.800000000", "\"duplicated\" : 2")
        .contains("\"broker 10\" : {");
  }

  @Test
  void restartPrintsTheReportAsJson() throws IOException {
    ready("as-json");

    Ran restart = run("restart", "as-json", "--yes", "-o", "json");

    assertThat(restart.out()).startsWith("{").contains("\"restarts\" : [", "\"acked\" : 900");
  }

  @Test
  void restartExitsWithOneIfAMessageIsLost() throws IOException {
    ready("loses");

    Ran restart = run("restart", "loses", "--yes");

    assertThat(restart.code()).as(restart.err()).isEqualTo(1);
    assertThat(restart.out()).contains("900    899       1");
  }

  @Test
  void aRolloutCanBePausedAndResumed() throws Exception {
    ready("holds");
    CompletableFuture<Ran> restart =
        CompletableFuture.supplyAsync(() -> run("restart", "holds", "--yes"));
    await().until(() -> run("pause", "holds", "--reason", "peak hours").code() == 0);
    await().until(() -> run("status", "holds", "--steps").out().contains("Pause"));

    Ran resume = run("resume", "holds");

    assertThat(resume.code()).as(resume.err()).isZero();
    assertThat(restart.get().code()).as(restart.get().err()).isZero();
    assertThat(restart.get().out()).contains("interruptions of the audit: 1");
    Ran late = run("abort", "holds");
    assertThat(late.code()).isEqualTo(12);
    assertThat(late.err()).contains("Setup holds has no active rollout");
    abortedEarly();
  }

  private void abortedEarly() throws Exception {
    CompletableFuture<Ran> restart =
        CompletableFuture.supplyAsync(() -> run("restart", "holds", "--yes"));
    await().until(() -> run("abort", "holds", "--by", "grace").code() == 0);

    assertThat(restart.get().code()).as(restart.get().err()).isEqualTo(1);
    assertThat(restart.get().out())
        .contains("ended early, aborted by grace")
        .contains("no broker was restarted");
  }

  @Test
  void restartExitsWithFourIfAStepIsParked() throws IOException {
    ready("parks-late");

    Ran restart = run("restart", "parks-late", "--yes", "-o", "json");
    Ran verify = run("verify", "parks-late");

    assertThat(restart.code()).as(restart.err()).isEqualTo(4);
    assertThat(restart.err()).contains("no right").contains("linkspan retry parks-late");
    assertThat(restart.out()).contains("\"kind\" : \"Setup\"", "\"phase\" : \"PARKED\"");
    assertThat(verify.code()).isEqualTo(4);
  }

  @Test
  void restartIsRejectedBeforeTheLinkIsBuilt() throws IOException {
    run("up", "--yes", "-f", spec("building"));

    Ran restart = run("restart", "building", "--yes");

    assertThat(restart.code()).as(restart.err()).isEqualTo(1);
    assertThat(restart.err()).contains("when the link stands; phase AWAITING_APPROVAL");
  }

  @Test
  void retryCanAcceptUnavailableTopics() throws IOException {
    Ran parked = run("up", "--yes", "-f", spec("at-risk"));
    run("retry", "at-risk");
    Ran still = run("status", "at-risk");

    run("retry", "at-risk", "--accept-unavailable");

    assertThat(parked.code()).as(parked.err()).isEqualTo(4);
    assertThat(still.code()).isEqualTo(4);
    await().until(() -> run("status", "at-risk").code() == 3);
  }

  private void ready(String name) throws IOException {
    String file = spec(name);
    run("up", "--yes", "-f", file);
    run("approve", name, "--yes");
    assertThat(run("up", "--yes", "-f", file).code()).isZero();
  }

  private Ran run(String... arguments) {
    return server.run(folder, arguments);
  }

  private String spec(String name) throws IOException {
    return SpecFiles.newCluster(folder, name, 3);
  }
}
