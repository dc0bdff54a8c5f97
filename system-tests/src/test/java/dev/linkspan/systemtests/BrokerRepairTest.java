package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.verification.Check;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real brokers drift, one thing at a time: the next verification names the broker, and a repair
 * puts it back and restarts only the brokers that need it. Clients lose nothing.
 */
@Tag("long")
class BrokerRepairTest {
  private static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final String NAME = "mended";
  private static final List<Integer> IDS = List.of(1, 2, 3);
  private static final String ELSEWHERE = "EXTERNAL://elsewhere.example";

  private static LocalStack stack;
  private static AdoptedCluster cluster;
  private static Map<Integer, String> planned;

  @BeforeAll
  static void link() {
    stack = LocalStack.start(54, "0.2");
    cluster = AdoptedCluster.build(stack, NAME, "combined", 55);
    Path spec = cluster.spec(NAME, "10001");
    stack
        .commandLine()
        .run(PATIENCE, "up", "--yes", "-f", spec.toString(), "--detach")
        .expecting(0);
    stack
        .commandLine()
        .run(PATIENCE, "approve", NAME, "--yes", "--early", "--by", "ada")
        .expecting(0);
    stack.commandLine().run(PATIENCE, "up", "--yes", "-f", spec.toString()).expecting(0);
    planned = cluster.configurations(IDS);
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  /**
   * One row of the table.
   *
   * @param what was done, as the name of the test
   * @param key of the check that finds it
   * @param restarted brokers that the repair restarts
   */
  record Drift(String what, Runnable cause, String key, List<Integer> restarted) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Drift> table() {
    return Stream.of(
        new Drift(
            "a file is edited",
            () -> advertiseElsewhere(2),
            "listener EXTERNAL (broker 2)",
            List.of()),
        new Drift(
            "a file is edited and the broker restarted",
            () -> {
              advertiseElsewhere(1);
              restart(1);
            },
            "listener EXTERNAL (broker 1)",
            List.of(1)),
        new Drift(
            "the advertised ports of two brokers are swapped",
            () -> {
              edit(2, text -> text.replace(port(2), port(3)));
              edit(3, text -> text.replace(port(3), port(2)));
              restart(2);
              restart(3);
            },
            "listener EXTERNAL (broker 3)",
            List.of(2, 3)),
        new Drift(
            "a broker is stopped",
            () -> node(3, "stop", pid -> pid == 0),
            "Kafka broker (broker 3)",
            List.of()),
        new Drift(
            "a unit is disabled", BrokerRepairTest::disableUnit, "unit (broker 2)", List.of()));
  }

  private static String port(int id) {
    return ":" + (9092 + id);
  }

  private static void advertiseElsewhere(int id) {
    edit(id, text -> text.replaceFirst("EXTERNAL://b" + id + "[.][^:]*", ELSEWHERE));
  }

  private static void edit(int id, UnaryOperator<String> change) {
    try {
      Path file = cluster.configuration(id);
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      String edited = change.apply(text);
      assertThat(edited).isNotEqualTo(text);
      Files.writeString(file, edited, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void restart(int id) {
    node(id, "stop", pid -> pid == 0);
    node(id, "start", pid -> pid > 0);
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> {
              try (Socket socket = new Socket(cluster.address(id), 9092)) {
                return socket.isConnected();
              }
            });
  }

  private static void node(int id, String what, IntPredicate done) {
    stack.sandbox().node(NAME, id, what);
    await().atMost(PATIENCE).until(() -> done.test(cluster.pids().get(id)));
  }

  /** As {@code systemctl disable} does on the broker's machine. */
  private static void disableUnit() {
    Path machine = stack.state().resolve("sandbox/machines").resolve(cluster.instanceId(2));
    try (Stream<Path> files = Files.walk(machine, 3)) {
      List<Path> enabled =
          files.filter(f -> f.getFileName().toString().equals("kafka.service.enabled")).toList();
      assertThat(enabled).hasSize(1);
      Files.delete(enabled.get(0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Check> findings() {
    return stack.setup(NAME).verify(new Command("ada", "drift")).findings();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("table")
  void isFoundAndPutBack(Drift drift) {
    drift.cause().run();
    Map<Integer, Integer> pids = cluster.pids();

    Check check =
        findings().stream().filter(c -> c.key().equals(drift.key())).findFirst().orElseThrow();
    assertThat(check.evidence()).isNotBlank().doesNotContain("\n");
    assertThat(check.remedy()).contains("linkspan repair " + NAME);
    stack.commandLine().run(PATIENCE, "repair", NAME, "--yes").expecting(0);

    assertThat(stack.status(NAME).phase()).isEqualTo(Phase.READY);
    assertThat(findings()).isEmpty();
    assertThat(cluster.configurations(IDS)).isEqualTo(planned);
    Rolled.assertRestarted(pids, cluster.pids(), drift.restarted());
    Rolled.assertUntouched(
        pids,
        cluster.pids(),
        IDS.stream().filter(id -> !drift.restarted().contains(id) && pids.get(id) != 0).toList());
  }
}
