package dev.linkspan.sandbox.machines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.sandbox.breakpoints.Breakpoint;
import dev.linkspan.sandbox.breakpoints.Breakpoint.Side;
import dev.linkspan.sandbox.breakpoints.Breakpoints;
import dev.linkspan.sandbox.breakpoints.Breakpoints.Snapshot;
import dev.linkspan.sandbox.breakpoints.Breakpoints.State;
import dev.linkspan.sandbox.machines.SshClients.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.sshd.client.session.ClientSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Breakpoints count and hold commands on machines. */
@Timeout(60)
class HeldCommandsTest {
  private static final String ADDRESS = "127.77.3.11";
  private static final int PORT = 2222;

  @TempDir Path folder;
  private final SshClients clients = new SshClients();
  private final Breakpoints breakpoints = new Breakpoints();
  private LocalMachines machines;

  @BeforeEach
  void boot() {
    machines = new LocalMachines(folder, breakpoints);
    machines.boot(
        new Machine(
            "i-broker",
            List.of("broker-1-node", "orders"),
            ADDRESS,
            Optional.empty(),
            PORT,
            List.of(clients.authorizedKey()),
            () -> List.of(new InboundRule("2222/2222", "127.0.0.0/8"))));
    breakpoints.arm(new Breakpoint("calls", "*", "orders", Integer.MAX_VALUE, Side.BEFORE));
    breakpoints.arm(new Breakpoint("commands", "ssh", "orders", Integer.MAX_VALUE, Side.BEFORE));
  }

  @AfterEach
  void release() {
    breakpoints.clear();
    machines.release("i-broker");
    clients.close();
  }

  private CompletableFuture<Outcome> run(ClientSession session, String command) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return SshClients.run(session, command);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private State state(String breakpoint) {
    return breakpoints.all().stream()
        .filter(snapshot -> snapshot.breakpoint().name().equals(breakpoint))
        .map(Snapshot::state)
        .findFirst()
        .orElseThrow();
  }

  private boolean isThere(String file) {
    return Files.exists(folder.resolve("i-broker/root").resolve(file));
  }

  @Test
  void aCommandThatIsHeldBeforeItsEffectRunsWhenItIsReleased() throws IOException {
    breakpoints.arm(new Breakpoint("p", "ssh", "orders", 2, Side.BEFORE));
    try (ClientSession session = clients.connect(ADDRESS, PORT)) {
      assertThat(run(session, "touch first").join().exit()).isZero();
      CompletableFuture<Outcome> second = run(session, "touch second");
      await().until(() -> state("p") == State.HELD);
      assertThat(isThere("first")).isTrue();
      assertThat(isThere("second")).isFalse();
      breakpoints.release("p", true);
      assertThat(second.join().exit()).isZero();
      assertThat(isThere("second")).isTrue();
    }
    assertThat(breakpoints.all()).allMatch(snapshot -> snapshot.times().size() == 2);
  }

  @Test
  void aCommandThatIsHeldAfterItsEffectHasTakenEffect() throws IOException {
    breakpoints.arm(new Breakpoint("p", "*", "orders", 1, Side.AFTER));
    try (ClientSession session = clients.connect(ADDRESS, PORT)) {
      CompletableFuture<Outcome> command = run(session, "touch first");
      await().until(() -> state("p") == State.HELD);
      assertThat(isThere("first")).isTrue();
      assertThat(command).isNotDone();
    }
  }

  @ParameterizedTest
  @EnumSource(Side.class)
  void aCommandWithoutResponseLosesItsConnection(Side side) throws IOException {
    breakpoints.arm(new Breakpoint("p", "ssh", "orders", 1, side));
    try (ClientSession session = clients.connect(ADDRESS, PORT)) {
      CompletableFuture<Outcome> command = run(session, "touch first");
      await().until(() -> state("p") == State.HELD);
      breakpoints.release("p", false);
      await().until(session::isClosed);
      assertThat(command.join().exit()).as("no exit status").isEqualTo(-1);
      assertThat(isThere("first")).isEqualTo(side == Side.AFTER);
    }
  }
}
