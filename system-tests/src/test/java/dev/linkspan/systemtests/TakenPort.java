package dev.linkspan.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;

/** A port of a stopped broker that somebody else uses, so that the broker can't start. */
record TakenPort(int nodeId, ServerSocket socket) implements AutoCloseable {

  /**
   * Waits until one of these brokers has stopped, and takes its port before it starts again.
   *
   * @param addresses of the running brokers, by node ID
   */
  static TakenPort ofStoppedBroker(Map<Integer, String> addresses, int port) {
    return Awaitility.await("a stopped broker")
        .atMost(Duration.ofMinutes(5))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () ->
                addresses.entrySet().stream()
                    .flatMap(broker -> take(broker.getKey(), broker.getValue(), port).stream())
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  /** Takes a port that no process has. */
  static TakenPort of(int nodeId, String address, int port) {
    return take(nodeId, address, port).orElseThrow();
  }

  private static Optional<TakenPort> take(int nodeId, String address, int port) {
    try {
      return Optional.of(
          new TakenPort(nodeId, new ServerSocket(port, 1, InetAddress.getByName(address))));
    } catch (IOException inUse) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
