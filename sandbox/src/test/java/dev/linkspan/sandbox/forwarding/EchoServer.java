package dev.linkspan.sandbox.forwarding;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends its name, then echoes everything until the client ends. */
final class EchoServer implements AutoCloseable {
  private final ServerSocket server = new ServerSocket();
  private final String name;

  EchoServer(String name, String address, int port) throws IOException {
    this.name = name;
    server.setReuseAddress(true);
    // The server sends first. Otherwise a connection that the kernel drops because the backlog is
    // full would wait for ever.
    server.bind(new InetSocketAddress(address, port), 512);
    daemon(this::accept);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        daemon(() -> echo(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void echo(Socket client) {
    try (client) {
      client.getOutputStream().write((name + "\n").getBytes(StandardCharsets.UTF_8));
      client.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException e) {
      // A health check, or a client whose connection was cut.
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "echo");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return server.getLocalPort();
  }

  void end() throws IOException {
    server.close();
  }

  @Override
  public void close() throws IOException {
    end();
  }
}
