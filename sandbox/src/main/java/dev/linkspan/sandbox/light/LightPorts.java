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

/** Ports that are open for as long as a process lives, which the sandbox answers on. */
final class LightPorts implements AutoCloseable {
  private static final int POLL_MILLIS = 200;

  private final List<Open> open = new ArrayList<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(work -> daemon("light-ports", work));

  LightPorts() {
    var unused =
        clock.scheduleWithFixedDelay(
            this::closeOfEnded, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** What is said to a client; the connection is closed afterwards. */
  @FunctionalInterface
  interface ClientHandler {
    void with(Socket client) throws IOException;
  }

  private record Open(ProcessHandle process, ServerSocket socket, Runnable whenClosed) {}

  /**
   * Opens a port.
   *
   * @throws UncheckedIOException when it is taken
   */
  synchronized void open(
      long pid, String address, int port, ClientHandler handler, Runnable whenClosed) {
    closeOfEnded();
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
      open.add(new Open(ProcessHandle.of(pid).orElseThrow(), socket, whenClosed));
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
        // Closed, or a client that was gone at once.
      }
    }
  }

  private static void converse(Socket client, ClientHandler handler) {
    try (client) {
      handler.with(client);
    } catch (IOException e) {
      // A client that does not listen, as health checks do not.
    }
  }

  private synchronized void closeOfEnded() {
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
    one.whenClosed().run();
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
