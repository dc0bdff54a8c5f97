package dev.linkspan.sandbox.forwarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ForwardingTest {
  private static final String FRONT = "127.77.5.1";
  private static final String OTHER_ZONE = "127.77.5.2";
  private static final int PORT = 19092;
  private static final HealthCheck CHECK = new HealthCheck(1, 1, 1, 1);

  private final TcpListeners listeners = new TcpListeners();
  private final TcpEndpoints endpoints = new TcpEndpoints();

  @AfterEach
  void close() {
    endpoints.close();
    listeners.close();
  }

  private static Backend backend(EchoServer server) {
    return new Backend("i-" + server.port(), "127.77.6.1", server.port());
  }

  private void awaitHealth(Backend backend, Health health) {
    await().untilAsserted(() -> assertThat(listeners.health("l")).containsEntry(backend, health));
  }

  private static String greeting(String address) throws IOException {
    try (Socket socket = new Socket(address, PORT)) {
      socket.setSoTimeout(10_000);
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
          .readLine();
    }
  }

  private static boolean isCutOff(String address) {
    try {
      return greeting(address) == null;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void healthyBackendsGetConnectionsInTurnAndUnhealthyOnesNone() throws IOException {
    try (EchoServer one = new EchoServer("one", "127.77.6.1", 0);
        EchoServer two = new EchoServer("two", "127.77.6.1", 0)) {
      List<Backend> backends = List.of(backend(one), backend(two));
      listeners.listen("l", List.of(FRONT, OTHER_ZONE), PORT, CHECK, backends);
      awaitHealth(backend(one), Health.HEALTHY);
      awaitHealth(backend(two), Health.HEALTHY);
      assertThat(List.of(greeting(FRONT), greeting(OTHER_ZONE)))
          .containsExactlyInAnyOrder("one", "two");

      one.end();
      awaitHealth(backend(one), Health.UNHEALTHY);

      assertThat(greeting(FRONT)).isEqualTo("two");
      assertThat(greeting(FRONT)).isEqualTo("two");
    }
  }

  @Test
  void connectionIsCutOffWhileNoBackendIsHealthy() throws IOException {
    EchoServer server = new EchoServer("one", "127.77.6.1", 0);
    int port = server.port();
    Backend backend = backend(server);
    server.end();
    listeners.listen("l", List.of(FRONT), PORT, CHECK, List.of(backend));
    assertThat(isCutOff(FRONT)).isTrue();
    awaitHealth(backend, Health.UNHEALTHY);

    try (EchoServer again = new EchoServer("again", "127.77.6.1", port)) {
      awaitHealth(backend, Health.HEALTHY);
      assertThat(greeting(FRONT)).isEqualTo("again");
      assertThat(again.port()).isEqualTo(port);
    }
  }

  @Test
  void updateKeepsTheHealthOfBackendsThatStay() throws IOException {
    try (EchoServer one = new EchoServer("one", "127.77.6.1", 0);
        EchoServer two = new EchoServer("two", "127.77.6.1", 0)) {
      listeners.listen("l", List.of(FRONT), PORT, CHECK, List.of(backend(one)));
      awaitHealth(backend(one), Health.HEALTHY);

      HealthCheck slow = new HealthCheck(60, 1, 5, 5);
      listeners.listen("l", List.of(FRONT), PORT, slow, List.of(backend(one), backend(two)));

      assertThat(listeners.health("l"))
          .containsEntry(backend(one), Health.HEALTHY)
          .containsEntry(backend(two), Health.INITIAL);
      assertThat(listeners.health("unknown")).isEmpty();
    }
  }

  @Test
  void muchDataIsForwardedBothWaysAndTheEndOfOneDirectionIsPassedOn() throws Exception {
    byte[] data = new byte[5_000_000];
    new Random(7).nextBytes(data);
    try (EchoServer server = new EchoServer("one", "127.77.6.1", 0)) {
      listeners.listen("l", List.of(FRONT), PORT, CHECK, List.of(backend(server)));
      awaitHealth(backend(server), Health.HEALTHY);
      try (Socket socket = new Socket(FRONT, PORT)) {
        InputStream in = socket.getInputStream();
        assertThat(in.readNBytes(4)).isEqualTo("one\n".getBytes(StandardCharsets.UTF_8));
        CompletableFuture<Void> sent =
            CompletableFuture.runAsync(
                () -> {
                  try {
                    socket.getOutputStream().write(data);
                    socket.shutdownOutput();
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });

        assertThat(in.readAllBytes()).isEqualTo(data);
        sent.get();
      }
    }
  }

  @Test
  void manyConnectionsAreOpenAtTheSameTime() throws IOException {
    List<Socket> sockets = new ArrayList<>();
    try (EchoServer server = new EchoServer("one", "127.77.6.1", 0)) {
      listeners.listen("l", List.of(FRONT), PORT, CHECK, List.of(backend(server)));
      awaitHealth(backend(server), Health.HEALTHY);
      for (int i = 0; i < 200; i++) {
        sockets.add(new Socket(FRONT, PORT));
      }
      Set<String> answers = new HashSet<>();
      for (Socket socket : sockets) {
        answers.add(new String(socket.getInputStream().readNBytes(4), StandardCharsets.UTF_8));
      }
      assertThat(answers).containsExactly("one\n");
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void closingCutsConnectionsAndFreesThePort() throws IOException {
    try (EchoServer server = new EchoServer("one", "127.77.6.1", 0)) {
      listeners.listen("l", List.of(FRONT), PORT, CHECK, List.of(backend(server)));
      awaitHealth(backend(server), Health.HEALTHY);
      try (Socket open = new Socket(FRONT, PORT)) {
        assertThat(open.getInputStream().readNBytes(4)).hasSize(4);

        listeners.close("l");

        assertThatThrownBy(() -> open.getInputStream().readNBytes(1))
            .isInstanceOf(IOException.class);
      }
      try (ServerSocket next = new ServerSocket()) {
        next.bind(new InetSocketAddress(FRONT, PORT));
        assertThatThrownBy(
                () -> listeners.listen("l", List.of(FRONT), PORT, CHECK, List.of(backend(server))))
            .isInstanceOf(UncheckedIOException.class)
            .hasMessageContaining(FRONT);
      }
      assertThatThrownBy(() -> new Socket(FRONT, PORT)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void endpointForwardsWhileItIsOpenOnly() throws IOException {
    String endpoint = "127.77.7.1";
    try (EchoServer server = new EchoServer("nlb", OTHER_ZONE, PORT)) {
      // The address in the first zone does not respond; the second one does.
      endpoints.open("ep", List.of(endpoint), Map.of(PORT, List.of(FRONT, OTHER_ZONE)));
      assertThat(greeting(endpoint)).isEqualTo("nlb");

      endpoints.open("ep", List.of(endpoint), Map.of(PORT, List.of(FRONT)));
      assertThat(isCutOff(endpoint)).isTrue();

      endpoints.close("ep");
      assertThatThrownBy(() -> new Socket(endpoint, PORT)).isInstanceOf(IOException.class);

      endpoints.open("ep", List.of(endpoint), Map.of(PORT, List.of(OTHER_ZONE)));
      assertThat(greeting(endpoint)).isEqualTo("nlb");
      assertThat(server.port()).isEqualTo(PORT);
    }
  }
}
