package dev.linkspan.sandbox.changefeed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import org.apache.kafka.common.Node;

/** Describes why a broker cannot be reached at the address that it advertises. */
final class BrokerDiagnosis {
  private static final int CONNECT_MILLIS = 1000;
  private static final int READ_MILLIS = 300;

  private BrokerDiagnosis() {}

  /**
   * Returns the broker, its address and the network problem, or the client's error if the
   * connection works.
   */
  static String describe(Node broker, Throwable clientsReason) {
    return problem(broker).orElseGet(() -> name(broker) + ": " + reason(clientsReason));
  }

  /** Returns the problem that a plain TCP connection to the broker shows. */
  static Optional<String> problem(Node broker) {
    if (broker.isEmpty()) {
      return Optional.of("the partition has no leader");
    }
    InetAddress address;
    try {
      address = InetAddress.getByName(broker.host());
    } catch (UnknownHostException e) {
      return Optional.of(name(broker) + " does not resolve");
    }
    InetSocketAddress target = new InetSocketAddress(address, broker.port());
    String place = name(broker) + " (" + address.getHostAddress() + ")";
    try (Socket socket = new Socket()) {
      socket.connect(target, CONNECT_MILLIS);
      return closesAtOnce(socket)
          ? Optional.of(place + " closes the connection at once")
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of(place + " cannot be reached: " + e.getMessage());
    }
  }

  /**
   * Kafka waits for the client to send first. A forwarder without a target closes the connection.
   */
  private static boolean closesAtOnce(Socket socket) {
    try {
      socket.setSoTimeout(READ_MILLIS);
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  static String reason(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private static String name(Node broker) {
    return "broker " + broker.id() + " at " + broker.host() + ":" + broker.port();
  }
}
