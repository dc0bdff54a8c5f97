package dev.linkspan.starter.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.linkspan.starter.CommandFailure;
import dev.linkspan.starter.console.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackTest {
  private static final Set<Part> ALL = EnumSet.allOf(Part.class);
  private static final Map<String, String> ENVIRONMENT = Map.of("PATH", System.getenv("PATH"));

  @TempDir private Path temporary;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final AtomicInteger readyTemporals = new AtomicInteger();
  private HttpServer health;
  private StateFolder folder;
  private List<String> program = List.of("sleep", "300");
  private List<Integer> ports = List.of();

  @BeforeEach
  void serveHealth() throws IOException {
    health = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    health.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    health.start();
    folder = new StateFolder(temporary.resolve("state"));
  }

  @AfterEach
  void stopEverything() {
    stack().down(ALL);
    health.stop(0);
  }

  @Test
  void upStartsEveryPartInItsOwnSessionAndTellsWhenTemporalIsReady() {
    stack().up(ALL);

    for (Part part : Part.values()) {
      long pid = folder.running(part).orElseThrow().pid();
      assertThat(session(pid)).isEqualTo(pid);
    }
    assertThat(readyTemporals).hasValue(1);
    assertThat(text()).contains("✓ temporal", "✓ sandbox", "✓ worker");
  }

  @Test
  void aSecondUpFindsTheFirstAndStartsOnlyWhatIsMissing() {
    stack().up(ALL);
    ProcessIdentity temporal = folder.running(Part.TEMPORAL).orElseThrow();
    ProcessIdentity worker = folder.running(Part.WORKER).orElseThrow();
    stack().kill(Part.WORKER);

    stack().up(ALL);

    assertThat(folder.running(Part.TEMPORAL)).contains(temporal);
    assertThat(folder.running(Part.WORKER)).isPresent().isNotEqualTo(worker);
    assertThat(readyTemporals).hasValue(1);
    assertThat(text()).contains("runs already");
  }

  @Test
  void downStopsWhatIsNamedAndNothingElse() {
    stack().up(ALL);

    stack().down(EnumSet.of(Part.WORKER));

    assertThat(folder.running(Part.WORKER)).isEmpty();
    assertThat(folder.running(Part.SANDBOX)).isPresent();
  }

  @Test
  void aProcessThatOnlyHasTheSameNumberIsLeftAlone() throws IOException {
    stack().up(EnumSet.of(Part.WORKER));
    ProcessIdentity worker = folder.running(Part.WORKER).orElseThrow();
    folder.record(Part.WORKER, new ProcessIdentity(worker.pid(), worker.startTicks() - 1));

    stack().down(EnumSet.of(Part.WORKER));

    assertThat(worker.alive()).isTrue();
    worker.kill();
  }

  @Test
  void aPartThatEndsAtOnceIsReportedWithTheEndOfItsLog() {
    health.stop(0);
    program = List.of("bash", "-c", "echo out of luck; exit 3");

    assertThatThrownBy(() -> stack().up(EnumSet.of(Part.WORKER)))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("ended before it was ready")
        .hasMessageContaining("out of luck");
  }

  @Test
  void aPartThatDoesNotGetReadyIsReported() {
    health.stop(0);

    assertThatThrownBy(() -> stack().up(EnumSet.of(Part.WORKER)))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("is not ready after");
  }

  @Test
  void aTakenPortIsNamedBeforeAnythingStarts() throws IOException {
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      ports = List.of(taken.getLocalPort());

      assertThatThrownBy(() -> stack().up(EnumSet.of(Part.WORKER)))
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining("Port " + taken.getLocalPort());
    }
    ports = List.of();
  }

  @Test
  void programsOfTheMachinesAreEndedWithTheSandbox() throws IOException {
    stack().up(EnumSet.of(Part.SANDBOX));
    Path program = folder.sandbox().resolve("sleep");
    Files.copy(Path.of("/bin/sleep"), program);
    Process service = new ProcessBuilder(program.toString(), "300").start();
    stack().kill(Part.SANDBOX);

    stack().down(EnumSet.of(Part.SANDBOX));

    await().until(() -> !service.isAlive());
    assertThat(text()).contains("1 processes of its machines were left");
  }

  @Test
  void theGuardRunsItsCommandWhenTheWatchedProcessIsGone() throws IOException {
    folder.create();
    Path sign = temporary.resolve("gone");
    Process watched = new ProcessBuilder("sleep", "300").start();

    Guard.post(folder, watched.pid(), List.of("touch", sign.toString()), ENVIRONMENT);
    assertThat(sign).doesNotExist();
    watched.destroy();

    await().untilAsserted(() -> assertThat(sign).exists());
  }

  @Test
  void aDismissedGuardDoesNothing() throws IOException {
    folder.create();
    Path sign = temporary.resolve("gone");
    Process watched = new ProcessBuilder("sleep", "300").start();
    Guard.post(folder, watched.pid(), List.of("touch", sign.toString()), ENVIRONMENT);

    Guard.dismiss(folder, ALL);
    long guards = guards();
    watched.destroy();

    assertThat(guards).isZero();
    await().during(Duration.ofMillis(1500)).until(() -> !Files.exists(sign));
  }

  private long guards() throws IOException {
    try (var files = Files.list(folder.run())) {
      return files.filter(f -> f.getFileName().toString().startsWith("guard-")).count();
    }
  }

  private Stack stack() {
    Console console =
        Console.plain(
            new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(said, true, StandardCharsets.UTF_8),
            new ByteArrayInputStream(new byte[0]));
    return new Stack(folder, this::launch, readyTemporals::incrementAndGet, console);
  }

  private Launch launch(Part part) {
    return new Launch(
        program,
        ENVIRONMENT,
        ports,
        URI.create("http://127.0.0.1:" + health.getAddress().getPort() + "/"),
        Duration.ofMillis(500),
        Duration.ofSeconds(5),
        part.label(),
        () -> {});
  }

  private String text() {
    return said.toString(StandardCharsets.UTF_8);
  }

  private static long session(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
      return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3]);
    } catch (IOException e) {
      return -1;
    }
  }
}
