package dev.linkspan.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A backend that sends a greeting to every client. */
final class GreetingServer {
  private GreetingServer() {}

  /** Listens on a free port of this address until it is closed. */
  static ServerSocket on(String address) throws IOException {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName(address));
    Thread thread = new Thread(() -> greet(server));
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  private static void greet(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        socket.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        // A health check that disconnected, or the end of the test.
      }
    }
  }
}
