package dev.linkspan.sandbox.machines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands on a machine see and signal only the processes of that machine. */
@Timeout(90)
class ForeignProcessesTest {
  private static final String OWN = "i-own";
  private static final String FOREIGN = "i-foreign";
  private static final String ADDRESS = "127.77.19.11";

  @TempDir private Path folder;
  private LocalMachines machines;
  private long own;
  private long foreign;

  @BeforeEach
  void boot() throws Exception {
    machines = new LocalMachines(folder);
    machines.boot(machine(OWN, ADDRESS));
    machines.boot(machine(FOREIGN, "127.77.19.12"));
    own = kafkaOn(OWN);
    foreign = kafkaOn(FOREIGN);
  }

  @AfterEach
  void release() {
    machines.release(OWN);
    machines.release(FOREIGN);
  }

  private static Machine machine(String id, String address) {
    return new Machine(id, List.of(id), address, Optional.empty(), 2222, List.of(), List::of);
  }

  /** Starts a process that looks like a broker. */
  private long kafkaOn(String machine) throws Exception {
    machines.run(
        machine,
        "cp \"$(command -v sleep)\" linkspan-java;"
            + " (exec -a 'java kafka.Kafka' ./linkspan-java 300) >/dev/null 2>&1 &");
    return await()
        .until(() -> machines.processes(machine, "kafka.Kafka 300"), found -> found.size() == 1)
        .get(0);
  }

  private String run(String command) throws Exception {
    return machines.run(OWN, command);
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ps aux",
        "ps auxww",
        "ps -ef",
        "ps -e -o pid,args",
        "ps -eo pid,args",
        "ps axo pid,args",
        "ps -C linkspan-java -o pid=",
        "ps -u root -f",
        "ps -p \"$(ls /proc | grep '^[0-9]' | paste -sd,)\"",
        "pgrep -f kafka.Kafka",
        "pgrep -fa kafka.Kafka",
        "pgrep -n linkspan-java",
        "pgrep -o linkspan-java",
        "pidof linkspan-java"
      })
  void listsHaveOnlyTheMachinesOwnProcesses(String command) throws Exception {
    assertThat(run(command).split("\\s+", -1))
        .contains(Long.toString(own))
        .doesNotContain(Long.toString(foreign), Long.toString(ProcessHandle.current().pid()));
  }

  @Test
  void theListOfTheDocumentsStartScriptHasOnlyOwnBrokers() throws Exception {
    assertThat(run("ps aux | grep 'kafka.Kafka' | grep -v grep | awk '{print $2}'"))
        .isEqualTo(Long.toString(own));
    assertThat(run("pgrep -c linkspan-java")).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pkill -x linkspan-java",
        "pkill -9 linkspan-java",
        "pkill --signal KILL linkspan-java",
        "killall linkspan-java",
        "killall -9 linkspan-java",
        "killall -s TERM linkspan-java",
        "echo %1$d %2$d | xargs kill -9 2>/dev/null || true"
      })
  void signalsReachOnlyTheMachinesOwnProcesses(String command) throws Exception {
    run(command.formatted(own, foreign));

    await().until(() -> !isAlive(own));
    assertThat(isAlive(foreign)).isTrue();
  }

  @Test
  void aForeignProcessDoesNotExistForKill() {
    assertThatThrownBy(() -> run("env kill -9 " + foreign)).hasMessageContaining("No such process");
    assertThat(isAlive(foreign)).isTrue();
  }

  @Test
  void onlySocketsAtTheMachinesAddressAreListed() throws Exception {
    try (ServerSocket here = new ServerSocket(0, 1, InetAddress.getByName(ADDRESS));
        ServerSocket there = new ServerSocket(0, 1, InetAddress.getByName("127.77.19.12"))) {
      for (String command : List.of("ss -ltn", "netstat -ltn", "ss -Hltn")) {
        if (run("PATH=/usr/bin:/bin command -v " + command.split(" ", 2)[0] + " || true")
            .isEmpty()) {
          continue;
        }
        // Java may bind a socket of IPv6 at an address of IPv4.
        assertThat(run(command).replace("[::ffff:", "").replace("]:", ":"))
            .contains(ADDRESS + ":" + here.getLocalPort())
            .doesNotContain("127.77.19.12:", ":" + there.getLocalPort());
      }
    }
  }

  @Test
  void shIsBash() throws Exception {
    assertThat(run("sh -c 'for ((n = 1; n <= 2; n++)); do echo $n; done'")).isEqualTo("1\n2");
  }
}
