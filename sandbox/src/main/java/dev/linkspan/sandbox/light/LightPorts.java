package dev.linkspan.sandbox.light;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Ports that the sandbox serves for a process, until the process ends. */
final class LightPorts implements AutoCloseable {
  private static final int POLL_MILLIS = 200;

  private final List<Open> open = new ArrayList<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(work -> daemon("light-ports", work));

  LightPorts() {
    var unused =
        clock.scheduleWithFixedDelay(
            this::closeEnded, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Handles a client. The connection is closed afterwards. */
  @FunctionalInterface
  interface ClientHandler {
    void with(Socket client) throws IOException;
  }

  private record Open(ProcessHandle process, ServerSocket socket, Runnable onClose) {}

  /**
   * Opens a port.
   *
   * @param onClose called after the port is closed
   * @throws UncheckedIOException if the port is in use
   */
  synchronized void open(
      long pid, String address, int port, ClientHandler handler, Runnable onClose) {
    closeEnded();
    ProcessHandle process =
        ProcessHandle.of(pid)
            .orElseThrow(() -> new IllegalArgumentException("no process has the id " + pid));
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
      open.add(new Open(process, socket, onClose));
      daemon("light-" + address + ":" + port, () -> serve(socket, handler)).start();
    } catch (IOException e) {
      throw new UncheckedIOException("Address already in use: " + address + ":" + port, e);
    }
  }

  private static void serve(ServerSocket socket, ClientHandler handler) {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        daemon("light-client", () -> converse(client, handler)).start();
      } catch (IOException e) {
        // The port is closed, or the client is gone.
      }
    }
  }

  private static void converse(Socket client, ClientHandler handler) {
    try (client) {
      handler.with(client);
    } catch (IOException e) {
      // The client does not read, as a health check does not.
    }
  }

  private synchronized void closeEnded() {
    for (Iterator<Open> each = open.iterator(); each.hasNext(); ) {
      Open one = each.next();
      if (!one.process().isAlive()) {
        close(one);
        each.remove();
      }
    }
  }

  private static void close(Open one) {
    try {
      one.socket().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    one.onClose().run();
  }

  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public synchronized void close() {
    clock.shutdownNow();
    open.forEach(LightPorts::close);
    open.clear();
  }
}
