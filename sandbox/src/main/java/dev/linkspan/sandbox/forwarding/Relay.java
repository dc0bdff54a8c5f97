package dev.linkspan.sandbox.forwarding;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forwards TCP connections on one thread. A client that connects to an acceptor is connected to the
 * first of the acceptor's targets that responds.
 */
final class Relay implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Relay.class);
  private static final int BACKLOG = 512;

  private final Selector selector;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private volatile boolean closing;

  Relay(String name) {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Opens an acceptor.
   *
   * @param targets called for each connection; if it returns none, or none responds, the connection
   *     is reset
   * @throws UncheckedIOException if the address cannot be bound
   */
  Acceptor open(InetSocketAddress address, Supplier<List<InetSocketAddress>> targets) {
    return onThread(
        () -> {
          ServerSocketChannel server = null;
          try {
            server = ServerSocketChannel.open();
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.configureBlocking(false);
            server.bind(address, BACKLOG);
            Acceptor acceptor = new Acceptor(server, targets);
            server.register(selector, SelectionKey.OP_ACCEPT, acceptor);
            return acceptor;
          } catch (IOException e) {
            closeQuietly(server);
            throw new UncheckedIOException("cannot listen on " + address + ": " + e, e);
          }
        });
  }

  @Override
  public void close() {
    closing = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private <T> T onThread(Supplier<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    tasks.add(
        () -> {
          try {
            result.complete(work.get());
          } catch (RuntimeException e) {
            result.completeExceptionally(e);
          }
        });
    if (closing) {
      throw new IllegalStateException("closed");
    }
    selector.wakeup();
    try {
      return result.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void run() {
    try {
      while (!closing) {
        selector.select();
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
        for (SelectionKey key : selector.selectedKeys()) {
          serve(key);
        }
        selector.selectedKeys().clear();
      }
    } catch (IOException | RuntimeException e) {
      log.error("Forwarding stops", e);
    } finally {
      closing = true;
      for (SelectionKey key : selector.keys()) {
        closeQuietly(key.channel());
      }
      closeQuietly(selector);
      tasks.forEach(Runnable::run);
    }
  }

  private static void serve(SelectionKey key) {
    try {
      if (key.attachment() instanceof Acceptor acceptor) {
        acceptor.accept();
      } else if (key.attachment() instanceof RelayedConnection connection) {
        connection.advance(key);
      }
    } catch (CancelledKeyException e) {
      log.trace("The connection is closed", e);
    }
  }

  static void closeQuietly(@Nullable AutoCloseable resource) {
    try {
      if (resource != null) {
        resource.close();
      }
    } catch (Exception e) {
      log.debug("Cannot close {}", resource, e);
    }
  }

  /** A listening socket. */
  final class Acceptor implements AutoCloseable {
    private final ServerSocketChannel server;
    private final Supplier<List<InetSocketAddress>> targets;
    private final Set<RelayedConnection> connections = new HashSet<>();

    private Acceptor(ServerSocketChannel server, Supplier<List<InetSocketAddress>> targets) {
      this.server = server;
      this.targets = targets;
    }

    private void accept() {
      try {
        for (SocketChannel client = server.accept(); client != null; client = server.accept()) {
          RelayedConnection connection =
              new RelayedConnection(selector, client, targets.get(), connections::remove);
          connections.add(connection);
          connection.begin();
        }
      } catch (IOException e) {
        // There are no file descriptors left, or the client is gone. The next connection may
        // succeed.
        log.warn("Cannot accept a connection on {}: {}", server, e.toString());
      }
    }

    /** The number of open connections. */
    int connections() {
      return onThread(connections::size);
    }

    /** Resets the connections and returns when the port is free. */
    @Override
    public void close() {
      if (closing) {
        return;
      }
      onThread(
          () -> {
            closeQuietly(server);
            List.copyOf(connections).forEach(RelayedConnection::reset);
            try {
              // A registered channel keeps its port until the selector deregisters it.
              selector.selectNow();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            return null;
          });
    }
  }
}
