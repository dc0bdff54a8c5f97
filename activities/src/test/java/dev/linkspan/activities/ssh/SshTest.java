package dev.linkspan.activities.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.linkspan.workflows.kafka.NodeActivities.NodeAddress;
import dev.linkspan.workflows.steps.Failures;
import io.temporal.failure.ApplicationFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SshTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  @TempDir static Path folder;
  private static TestMachines machines;
  private static Ssh ssh;

  @BeforeAll
  static void boot() throws Exception {
    machines = new TestMachines(folder);
    ssh = new Ssh(machines.keys());
  }

  @AfterAll
  static void halt() {
    ssh.close();
    machines.close();
  }

  private static Shell bastion() {
    return ssh.on(TestMachines.KEY, machines.bastion());
  }

  private static NodeAddress pinned(NodeAddress node, String hostKey) {
    return new NodeAddress(
        node.name(), node.user(), node.address(), node.port(), node.jump(), hostKey);
  }

  @Test
  void aScriptReceivesAnyTextUnchanged() {
    String text = "it's \"$HOME\" `id` \\ 100% \n\ttab; & | > ü";
    Outcome outcome = bastion().run("printf %s " + ShellWords.quote(text), LIMIT);
    assertThat(outcome.stdout()).isEqualTo(text);
  }

  @Test
  void aFailingCommandEndsTheScriptWithItsExitCode() {
    Outcome outcome = bastion().run("echo before; (exit 7); echo after", LIMIT);
    assertThat(outcome.exitCode()).isEqualTo(7);
    assertThat(outcome.stdout()).isEqualTo("before\n");
  }

  @Test
  void inputArrivesComplete() {
    byte[] input = "x".repeat(3_000_000).getBytes(StandardCharsets.US_ASCII);
    assertThat(bastion().run("wc -c", input, LIMIT).stdout().strip()).isEqualTo("3000000");
  }

  @Test
  void inputThatEndsWhileTheReceiverIsBlockedArrivesComplete() {
    byte[] windowAndABit = new byte[64 * 32 * 1024 + 100];
    assertThat(bastion().run("sleep 1; wc -c", windowAndABit, LIMIT).stdout().strip())
        .isEqualTo(Integer.toString(windowAndABit.length));
  }

  @ParameterizedTest(name = "{0} with {1} bytes")
  @CsvSource({
    "exit 3, 1, 3",
    "exit 3, 1048576, 3",
    "true, 16, 0",
    "true, 1048576, 0",
    "sleep 0.2; exit 4, 3000000, 4",
    "head -c 10 > head; exit 5, 3000000, 5"
  })
  void aCommandThatDoesNotReadItsInputReturnsItsExitCode(String command, int bytes, int exit) {
    for (int i = 0; i < 10; i++) {
      Outcome outcome = bastion().run("echo said; " + command, new byte[bytes], LIMIT);
      assertThat(outcome).isEqualTo(new Outcome(exit, "said\n", ""));
    }
  }

  @Test
  void moreOutputThanFitsIsReadWhileTheInputIsWritten() {
    byte[] input = "x".repeat(3_000_000).getBytes(StandardCharsets.US_ASCII);
    assertThat(bastion().run("tee copy; wc -c < copy >&2", input, LIMIT).stderr().strip())
        .isEqualTo("3000000");
  }

  @Test
  void aConnectionThatBreaksWhileACommandReadsIsAnError() throws Exception {
    byte[] input = new byte[3_000_000];
    Ssh other = new Ssh(machines.keys());
    Shell shell = other.on(TestMachines.KEY, machines.bastion());
    var running =
        CompletableFuture.supplyAsync(
            () -> shell.run("touch reads; sleep 30; wc -c", input, LIMIT));
    bastion().run("until [ -e reads ]; do sleep 0.05; done", LIMIT);

    other.close();

    assertThatThrownBy(running::get).hasCauseInstanceOf(UnreachableException.class);
  }

  @Test
  void anUploadIsCompleteAndUnderItsName() {
    String path = bastion().run("pwd", LIMIT).stdout().strip() + "/deep er/file";
    bastion().upload(path, "content".getBytes(StandardCharsets.US_ASCII), LIMIT);
    String seen = bastion().run("cd 'deep er'; ls; cat file", LIMIT).stdout();
    assertThat(seen).isEqualTo("file\ncontent");
  }

  @Test
  void aCommandThatTakesTooLongIsARetryableFailure() {
    assertThatThrownBy(() -> bastion().run("sleep 30", Duration.ofMillis(300)))
        .isInstanceOf(UnreachableException.class)
        .hasMessageContaining("bastion did not finish");
  }

  @Test
  void aBrokerIsReachedThroughTheBastion() {
    NodeAddress broker = machines.broker(bastion().hostKey());
    assertThat(ssh.on(TestMachines.KEY, broker).run("echo here", LIMIT).stdout())
        .isEqualTo("here\n");
  }

  @Test
  void theSameHostKeyIsAcceptedAgain() {
    String hostKey = bastion().hostKey();
    Shell again = ssh.on(TestMachines.KEY, pinned(machines.bastion(), hostKey));
    assertThat(again.hostKey()).isEqualTo(hostKey);
    assertThat(Fingerprint.of(hostKey)).startsWith("SHA256:");
  }

  @Test
  void aChangedHostKeyNeedsAPerson() {
    String other = ssh.on(TestMachines.KEY, machines.broker(bastion().hostKey())).hostKey();
    Shell changed = ssh.on(TestMachines.KEY, pinned(machines.bastion(), other));
    assertThatThrownBy(changed::hostKey)
        .isInstanceOfSatisfying(
            ApplicationFailure.class, e -> assertThat(e.getType()).isEqualTo(Failures.NEEDS_PERSON))
        .hasMessageContaining("host key of bastion changed");
  }

  @Test
  void aRefusedConnectionIsRetryable() {
    NodeAddress nobody =
        new NodeAddress("nobody", "root", "127.93.0.99", 2222, Optional.empty(), "");
    assertThatThrownBy(() -> ssh.on(TestMachines.KEY, nobody).hostKey())
        .isInstanceOf(UnreachableException.class)
        .hasMessageContaining("nobody cannot be reached");
  }

  @Test
  void connectionsAreSharedAndClosedWhenIdle() {
    try (Ssh impatient = new Ssh(machines.keys(), Duration.ofMillis(200))) {
      NodeAddress broker = machines.broker("");
      for (int i = 0; i < 3; i++) {
        assertThat(impatient.on(TestMachines.KEY, broker).run("true", LIMIT).succeeded()).isTrue();
      }
      assertThat(impatient.connections()).isLessThanOrEqualTo(2);
      await().atMost(LIMIT).until(() -> impatient.connections() == 0);
    }
  }

  @Test
  void whatTheLoginShellPrintsIsNoOutputOfTheScript() throws Exception {
    try (TestMachines greeting =
            new TestMachines(Files.createDirectories(folder.resolve("greeting")));
        Ssh own = new Ssh(greeting.keys())) {
      Shell shell = own.on(TestMachines.KEY, greeting.bastion());
      replaceBash(
          shell,
          "[ -n \"${GREETED:-}\" ] || { export GREETED=1; echo \"host: prod\"; echo beware >&2; }");
      assertThat(shell.run("echo here; echo there >&2; exit 3", LIMIT))
          .isEqualTo(new Outcome(3, "here\n", "there\n"));
      DetachedTask task =
          new DetachedTask(shell, shell.run("pwd", LIMIT).stdout().strip(), "task", "echo done");
      assertThat(task.run(LIMIT)).contains(new Outcome(0, "done\n", ""));
    }
  }

  @Test
  void aLoginShellThatDoesSomethingElseIsToldWithItsAnswer() throws Exception {
    try (TestMachines without =
            new TestMachines(Files.createDirectories(folder.resolve("without")));
        Ssh own = new Ssh(without.keys())) {
      Shell shell = own.on(TestMachines.KEY, without.bastion());
      replaceBash(shell, "echo This account is currently not available.; exit 0");
      assertThatThrownBy(() -> shell.run("echo here", LIMIT))
          .isInstanceOfSatisfying(
              NoShellException.class, e -> assertThat(e.remedy()).contains("ForceCommand"))
          .hasMessage(
              "bastion does not run bash scripts for user root: it answered This account is"
                  + " currently not available.");
    }
  }

  /** Lets the machine's own bash do this first. */
  private static void replaceBash(Shell shell, String first) {
    String wrapper = "#!/bin/bash\n" + first + "\nexec /bin/bash \"$@\"\n";
    shell
        .run(
            "cat > \"${PATH%%:*}/bash\" && chmod 755 \"${PATH%%:*}/bash\"",
            wrapper.getBytes(StandardCharsets.US_ASCII), LIMIT)
        .orThrow("cannot replace bash");
  }
}
