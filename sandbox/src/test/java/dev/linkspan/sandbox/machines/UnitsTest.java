package dev.linkspan.sandbox.machines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.sandbox.machines.SshClients.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The life cycle of a unit, with the commands that a person types on a machine. */
@Timeout(90)
class UnitsTest {
  private static final String ID = "i-units";

  @TempDir Path folder;
  private LocalMachines machines;
  private MachineFolder disk;

  @BeforeEach
  void boot() throws IOException {
    machines = new LocalMachines(folder);
    disk = new MachineFolder(folder, ID);
    machines.boot(machine());
    Files.writeString(
        disk.home().resolve("work.sh"),
        """
        trap 'echo asked to end; exit ${EXIT:-0}' TERM
        echo "started in $PWD with $GREETING, machine $LINKSPAN_MACHINE"
        while true; do sleep 0.1; done
        """);
    unit("TimeoutStopSec=20\nEnvironment=\"GREETING=good day\" EXIT=143\nSuccessExitStatus=143");
  }

  @Test
  void aDisabledUnitOfTheFolderOfUnitsIsStillKnown() throws Exception {
    run("mkdir -p etc/systemd/system; cp work.service etc/systemd/system/own.service");
    assertThat(run("systemctl is-enabled own").out()).isEqualTo("disabled");
    assertThat(run("systemctl enable --now own").exit()).isZero();
    assertThat(run("systemctl is-enabled own").out()).isEqualTo("enabled");
    assertThat(run("systemctl disable own").exit()).isZero();
    assertThat(run("systemctl is-enabled own").out()).isEqualTo("disabled");
    assertThat(run("systemctl is-active own").out()).isEqualTo("active");
    assertThat(run("systemctl stop own; systemctl start own; systemctl is-active own").out())
        .isEqualTo("active");
  }

  @AfterEach
  void release() {
    machines.release(ID);
  }

  private static Machine machine() {
    return new Machine(
        ID, List.of("units"), "127.77.4.11", Optional.empty(), 2222, List.of(), List::of);
  }

  private void unit(String settings) throws IOException {
    Files.writeString(
        disk.home().resolve("work.service"),
        """
        [Unit]
        Description=work

        [Service]
        Type=simple
        WorkingDirectory=%s
        ExecStart=/bin/bash %s
        %s

        [Install]
        WantedBy=multi-user.target
        """
            .formatted(disk.home(), disk.home().resolve("work.sh"), settings));
  }

  private Outcome run(String command) throws IOException {
    Process process = disk.process(List.of("bash", "-c", command)).start();
    process.getOutputStream().close();
    try {
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      return new Outcome(process.exitValue(), out.strip(), err.strip());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private String enableAndStart() throws IOException {
    Outcome outcome =
        run("systemctl daemon-reload; systemctl enable $HOME/work.service && systemctl start work");
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    return mainPid();
  }

  /** Starts the unit, and waits until its process handles signals. */
  private String enableAndAwaitWork() throws IOException {
    String pid = enableAndStart();
    await().untilAsserted(() -> assertThat(run("journalctl -u work").out()).contains("started in"));
    return pid;
  }

  private String mainPid() throws IOException {
    return run("systemctl show -p MainPID --value work").out();
  }

  private String state() throws IOException {
    return run("systemctl is-active work").out();
  }

  @Test
  void unknownUnitIsNotFound() throws IOException {
    assertThat(run("systemctl start nothing").exit()).isEqualTo(5);
    assertThat(run("systemctl is-enabled nothing").exit()).isEqualTo(1);
    assertThat(run("systemctl show -p LoadState,ActiveState,MainPID nothing").out())
        .isEqualTo("LoadState=not-found\nActiveState=inactive\nMainPID=0");
  }

  @Test
  void controlledStopLetsTheProcessEndByItself() throws IOException {
    String pid = enableAndAwaitWork();

    assertThat(run("systemctl is-active work")).isEqualTo(new Outcome(0, "active", ""));
    assertThat(run("systemctl is-enabled work.service").out()).isEqualTo("enabled");
    assertThat(Path.of("/proc", pid)).exists();
    await()
        .untilAsserted(
            () ->
                assertThat(run("journalctl -u work -n 50 --no-pager").out())
                    .contains("started in " + disk.home() + " with good day, machine " + ID));

    assertThat(run("systemctl stop work").exit()).isZero();

    assertThat(Path.of("/proc", pid)).doesNotExist();
    assertThat(run("systemctl show -p MainPID -p ActiveState -p ExecMainStatus work").out())
        .isEqualTo("ActiveState=inactive\nMainPID=0\nExecMainStatus=143");
    assertThat(run("systemctl is-active work")).isEqualTo(new Outcome(3, "inactive", ""));
    assertThat(run("journalctl -u work").out()).contains("asked to end");
    assertThat(run("systemctl stop work").exit()).isZero();
  }

  @Test
  void startingTwiceKeepsTheProcessAndRestartingReplacesIt() throws IOException {
    String first = enableAndStart();
    run("systemctl start work");
    assertThat(mainPid()).isEqualTo(first);

    run("systemctl restart work");

    assertThat(mainPid()).isNotEqualTo(first).isNotEqualTo("0");
    assertThat(Path.of("/proc", first)).doesNotExist();
  }

  @Test
  void aStartRightAfterTheProcessWasKilledIsNotLost() throws IOException {
    String first = enableAndStart();
    String runner = run("cut -d' ' -f1 $LINKSPAN_MACHINE_FOLDER/run/work.service/runner").out();
    run("kill -STOP " + runner + "; kill -KILL " + first);

    run("(sleep 0.3; kill -CONT " + runner + ") & systemctl start work");

    assertThat(state()).isEqualTo("active");
    assertThat(mainPid()).isNotEqualTo(first).isNotEqualTo("0");
  }

  @Test
  void processThatIgnoresTheSignalIsKilledAfterTheTimeout() throws IOException {
    Files.writeString(
        disk.home().resolve("work.sh"),
        "trap '' TERM\necho started in vain\nwhile :; do sleep 1; done\n");
    unit("TimeoutStopSec=1");
    enableAndAwaitWork();

    run("systemctl stop work");

    assertThat(run("systemctl show -p ActiveState,ExecMainStatus,Result work").out())
        .isEqualTo("ActiveState=failed\nExecMainStatus=9\nResult=timeout");
  }

  @RepeatedTest(5)
  void processThatIsFrozenHasNotEnded() throws IOException {
    String pid = enableAndAwaitWork();

    run("kill -STOP " + pid + "; until grep -q '^State:.T' /proc/" + pid + "/status; do :; done");
    run("systemctl stop --no-block work");
    await().untilAsserted(() -> assertThat(state()).isEqualTo("deactivating"));
    assertThat(mainPid()).isEqualTo(pid);
    run("kill -CONT " + pid);

    await().untilAsserted(() -> assertThat(state()).isEqualTo("inactive"));
    assertThat(run("journalctl -u work").out()).contains("asked to end");
    assertThat(run("systemctl show -p ExecMainStatus --value work").out()).isEqualTo("143");
  }

  @Test
  void anExitWithAnErrorIsAFailureAndRestartsIfTheUnitSaysSo() throws IOException {
    Files.writeString(disk.home().resolve("work.sh"), "exit 1\n");
    enableAndStart();
    await().untilAsserted(() -> assertThat(state()).isEqualTo("failed"));
    assertThat(run("systemctl show -p ExecMainStatus --value work").out()).isEqualTo("1");

    Files.writeString(
        disk.home().resolve("work.sh"),
        "[ -e again ] || { touch again; exit 1; }\nwhile :; do sleep 1; done\n");
    unit("Restart=on-failure\nRestartSec=100ms");
    run("systemctl start work");

    await().untilAsserted(() -> assertThat(disk.home().resolve("again")).exists());
    await().untilAsserted(() -> assertThat(state()).isEqualTo("active"));
  }

  @Test
  void unitThatSurvivesTheSandboxIsRecognized() throws IOException, InterruptedException {
    String pid = enableAndStart();

    // As after a crash: nobody has halted the machine.
    disk.script("boot");

    assertThat(mainPid()).isEqualTo(pid);
    assertThat(state()).isEqualTo("active");
  }

  @Test
  void unitWhoseProcessesWereKilledWithTheSandboxIsStartedAgain()
      throws IOException, InterruptedException {
    String pid = enableAndStart();
    new MachineProcesses(disk.identity()).kill();
    assertThat(state()).isEqualTo("failed");

    disk.script("boot");

    assertThat(state()).isEqualTo("active");
    assertThat(mainPid()).isNotEqualTo(pid);
  }

  @Test
  void aReusedProcessIdIsNotTakenForTheUnit() throws IOException {
    enableAndStart();
    run("systemctl stop work");
    Path state = disk.home().resolveSibling("run/work.service");
    long other = ProcessHandle.current().pid();
    Files.writeString(state.resolve("main"), other + " 1\n");
    Files.deleteIfExists(state.resolve("result"));

    assertThat(state()).isEqualTo("failed");
    assertThat(mainPid()).isEqualTo("0");
    assertThat(run("systemctl stop work").exit()).isZero();
    assertThat(ProcessHandle.current().isAlive()).isTrue();
  }

  @Test
  void unitStoppedOnRequestStaysDownAfterACrashAndComesBackAfterAReboot()
      throws IOException, InterruptedException {
    enableAndStart();
    run("systemctl stop work");
    disk.script("boot");
    assertThat(state()).isEqualTo("inactive");

    machines.halt(ID);
    machines.boot(machine());

    assertThat(state()).isEqualTo("active");
  }

  @Test
  void haltEndsUnitsInAControlledWayAndEverythingElseByForce() throws IOException {
    enableAndAwaitWork();
    run("setsid sleep 300 </dev/null >/dev/null 2>&1 &");

    machines.halt(ID);

    assertThat(new MachineProcesses(disk.identity()).running()).isEmpty();
    assertThat(disk.home().resolveSibling("journal/work.service.log"))
        .content()
        .contains("asked to end");
  }
}
