package dev.linkspan.starter.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.linkspan.starter.cli.CommandFailure;
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
  private static final Set<Component> ALL = EnumSet.allOf(Component.class);
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
  void upStartsEveryComponentInItsOwnSession() {
    stack().up(ALL);

    for (Component component : Component.values()) {
      long pid = folder.running(component).orElseThrow().pid();
      assertThat(session(pid)).isEqualTo(pid);
    }
    assertThat(readyTemporals).hasValue(1);
    assertThat(text()).contains("✓ temporal", "✓ sandbox", "✓ worker");
  }

  @Test
  void aSecondUpStartsOnlyWhatIsNotRunning() {
    stack().up(ALL);
    ProcessIdentity temporal = folder.running(Component.TEMPORAL).orElseThrow();
    ProcessIdentity worker = folder.running(Component.WORKER).orElseThrow();
    stack().kill(Component.WORKER);

    stack().up(ALL);

    assertThat(folder.running(Component.TEMPORAL)).contains(temporal);
    assertThat(folder.running(Component.WORKER)).isPresent().isNotEqualTo(worker);
    assertThat(readyTemporals).hasValue(1);
    assertThat(text()).contains("already running");
  }

  @Test
  void c44_upTakesOverAProcessWhoseLauncherWasKilledBeforeItRecordedTheProcess() {
    ProcessIdentity lost = startWithoutRecord(Component.WORKER);

    stack().up(EnumSet.of(Component.WORKER));

    assertThat(folder.running(Component.WORKER)).contains(lost);
    assertThat(text()).contains("already running");
  }

  @Test
  void c44_downEndsAProcessWhoseLauncherWasKilledBeforeItRecordedTheProcess() {
    ProcessIdentity lost = startWithoutRecord(Component.SANDBOX);

    stack().down(EnumSet.of(Component.SANDBOX));

    assertThat(lost.alive()).isFalse();
    assertThat(folder.running(Component.SANDBOX)).isEmpty();
  }

  @Test
  void c44_aLauncherThatIsKilledBeforeTheStartLeavesNothingInTheWay() {
    folder.create();
    folder.intend(Component.WORKER, PendingStart.of(spec(Component.WORKER)));

    assertThat(folder.running(Component.WORKER)).isEmpty();
    stack().up(EnumSet.of(Component.WORKER));

    assertThat(folder.running(Component.WORKER)).isPresent();
  }

  @Test
  void c44_aChildThatInheritedTheEnvironmentIsNotTakenForTheComponent() throws IOException {
    folder.create();
    PendingStart start = PendingStart.of(spec(Component.WORKER));
    folder.intend(Component.WORKER, start);
    ProcessBuilder child = new ProcessBuilder("sleep", "301");
    child.environment().putAll(start.mark(ENVIRONMENT));
    Process running = child.start();

    assertThat(folder.running(Component.WORKER)).isEmpty();

    running.destroyForcibly();
  }

  /** What a launcher leaves that is killed between the start and the record. */
  private ProcessIdentity startWithoutRecord(Component component) {
    folder.create();
    LaunchSpec spec = spec(component);
    PendingStart start = PendingStart.of(spec);
    folder.intend(component, start);
    ProcessIdentity process =
        DetachedProcess.start(
            spec.command(), start.mark(spec.environment()), folder.root(), folder.log(component));
    await().until(() -> start.find().isPresent());
    return process;
  }

  @Test
  void downStopsOnlyTheNamedComponents() {
    stack().up(ALL);

    stack().down(EnumSet.of(Component.WORKER));

    assertThat(folder.running(Component.WORKER)).isEmpty();
    assertThat(folder.running(Component.SANDBOX)).isPresent();
  }

  @Test
  void aProcessThatOnlyHasTheSamePidIsNotStopped() throws IOException {
    stack().up(EnumSet.of(Component.WORKER));
    ProcessIdentity worker = folder.running(Component.WORKER).orElseThrow();
    folder.record(Component.WORKER, new ProcessIdentity(worker.pid(), worker.startTicks() - 1));

    stack().down(EnumSet.of(Component.WORKER));

    assertThat(worker.alive()).isTrue();
    worker.kill();
  }

  @Test
  void aComponentThatExitsAtOnceIsReportedWithTheEndOfItsLog() {
    health.stop(0);
    program = List.of("bash", "-c", "echo out of luck; exit 3");

    assertThatThrownBy(() -> stack().up(EnumSet.of(Component.WORKER)))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("exited before it was ready")
        .hasMessageContaining("out of luck");
  }

  @Test
  void aComponentThatDoesNotGetReadyIsReported() {
    health.stop(0);

    assertThatThrownBy(() -> stack().up(EnumSet.of(Component.WORKER)))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("is not ready after");
  }

  @Test
  void aUsedPortIsReportedBeforeAnythingStarts() throws IOException {
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      ports = List.of(taken.getLocalPort());

      assertThatThrownBy(() -> stack().up(EnumSet.of(Component.WORKER)))
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining("Port " + taken.getLocalPort());
    }
    ports = List.of();
  }

  @Test
  void processesOfTheMachinesAreStoppedWithTheSandbox() throws IOException {
    stack().up(EnumSet.of(Component.SANDBOX));
    Path program = folder.sandbox().resolve("sleep");
    Files.copy(Path.of("/bin/sleep"), program);
    Process service = new ProcessBuilder(program.toString(), "300").start();
    stack().kill(Component.SANDBOX);

    stack().down(EnumSet.of(Component.SANDBOX));

    await().until(() -> !service.isAlive());
    assertThat(text()).contains("stopped 1 orphaned process of its machines");
  }

  @Test
  void theWatchdogRunsItsCommandWhenTheWatchedProcessEnds() throws IOException {
    folder.create();
    Path marker = temporary.resolve("ended");
    Process watched = new ProcessBuilder("sleep", "300").start();

    Watchdog.start(folder, watched.pid(), List.of("touch", marker.toString()), ENVIRONMENT);
    assertThat(marker).doesNotExist();
    watched.destroy();

    await().untilAsserted(() -> assertThat(marker).exists());
  }

  @Test
  void aStoppedWatchdogDoesNothing() throws IOException {
    folder.create();
    Path marker = temporary.resolve("ended");
    Process watched = new ProcessBuilder("sleep", "300").start();
    Watchdog.start(folder, watched.pid(), List.of("touch", marker.toString()), ENVIRONMENT);

    Watchdog.stop(folder, ALL);
    long watchdogs = watchdogs();
    watched.destroy();

    assertThat(watchdogs).isZero();
    await().during(Duration.ofMillis(1500)).until(() -> !Files.exists(marker));
  }

  private long watchdogs() throws IOException {
    try (var files = Files.list(folder.run())) {
      return files.filter(f -> f.getFileName().toString().startsWith("watchdog-")).count();
    }
  }

  private Stack stack() {
    Console console =
        Console.plain(
            new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(said, true, StandardCharsets.UTF_8),
            new ByteArrayInputStream(new byte[0]));
    return new Stack(folder, this::spec, readyTemporals::incrementAndGet, console);
  }

  private LaunchSpec spec(Component component) {
    return new LaunchSpec(
        program,
        ENVIRONMENT,
        ports,
        URI.create("http://127.0.0.1:" + health.getAddress().getPort() + "/"),
        Duration.ofMillis(500),
        Duration.ofSeconds(5),
        component.label(),
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
