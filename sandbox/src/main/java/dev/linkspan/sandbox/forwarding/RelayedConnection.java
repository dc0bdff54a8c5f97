package dev.linkspan.sandbox.forwarding;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A forwarded connection. Each direction has one buffer and is read only while the buffer has
 * space. The end of one direction is passed on while the other direction continues. Not
 * thread-safe.
 */
final class RelayedConnection {
  private static final Logger log = LoggerFactory.getLogger(RelayedConnection.class);
  private static final int BUFFER = 16 * 1024;

  private final Selector selector;
  private final SocketChannel client;
  private final Deque<InetSocketAddress> targets;
  private final Consumer<RelayedConnection> onEnd;
  private @Nullable SocketChannel upstream;
  private @Nullable Transfer transfer;
  private boolean ended;

  RelayedConnection(
      Selector selector,
      SocketChannel client,
      List<InetSocketAddress> targets,
      Consumer<RelayedConnection> onEnd) {
    this.selector = selector;
    this.client = client;
    this.targets = new ArrayDeque<>(targets);
    this.onEnd = onEnd;
  }

  void begin() {
    try {
      client.configureBlocking(false);
      client.setOption(StandardSocketOptions.TCP_NODELAY, true);
      client.register(selector, 0, this);
      connectNext();
    } catch (IOException e) {
      log.debug("A forwarded connection failed: {}", e.toString());
      reset();
    }
  }

  /** Continues after the selector has found the key's channel ready. */
  void advance(SelectionKey key) {
    if (ended) {
      return;
    }
    try {
      if (key.isConnectable()) {
        finishConnect((SocketChannel) key.channel());
      } else if (transfer != null) {
        move(transfer);
      }
    } catch (IOException e) {
      log.debug("A forwarded connection failed: {}", e.toString());
      reset();
    }
  }

  private void connectNext() throws IOException {
    while (!targets.isEmpty()) {
      InetSocketAddress target = targets.poll();
      try {
        SocketChannel opened = SocketChannel.open();
        upstream = opened;
        opened.configureBlocking(false);
        opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
        // The backend sees the forwarder's address, as with a load balancer that does not preserve
        // client addresses.
        opened.bind(
            new InetSocketAddress(((InetSocketAddress) client.getLocalAddress()).getAddress(), 0));
        if (opened.connect(target)) {
          established(opened);
        } else {
          opened.register(selector, SelectionKey.OP_CONNECT, this);
        }
        return;
      } catch (IOException e) {
        log.debug("Cannot connect to {}: {}", target, e.toString());
        Relay.closeQuietly(upstream);
      }
    }
    reset();
  }

  private void finishConnect(SocketChannel connecting) throws IOException {
    try {
      connecting.finishConnect();
    } catch (IOException e) {
      log.debug("A forwarded connection failed: {}", e.toString());
      Relay.closeQuietly(connecting);
      connectNext();
      return;
    }
    established(connecting);
  }

  private void established(SocketChannel connected) throws IOException {
    transfer =
        new Transfer(connected, new Direction(client, connected), new Direction(connected, client));
    move(transfer);
  }

  private void move(Transfer both) throws IOException {
    Direction toUpstream = both.toUpstream();
    Direction toClient = both.toClient();
    toUpstream.move();
    toClient.move();
    if (toUpstream.finished && toClient.finished) {
      end();
      return;
    }
    client.register(selector, toUpstream.readInterest() | toClient.writeInterest(), this);
    both.upstream().register(selector, toClient.readInterest() | toUpstream.writeInterest(), this);
  }

  /** Ends both sides at once with a TCP reset. */
  void reset() {
    for (SocketChannel side : sides()) {
      try {
        side.setOption(StandardSocketOptions.SO_LINGER, 0);
      } catch (IOException e) {
        log.trace("The connection is already closed", e);
      }
    }
    end();
  }

  private void end() {
    ended = true;
    sides().forEach(Relay::closeQuietly);
    onEnd.accept(this);
  }

  private List<SocketChannel> sides() {
    return upstream == null ? List.of(client) : List.of(client, upstream);
  }

  private record Transfer(SocketChannel upstream, Direction toUpstream, Direction toClient) {}

  private static final class Direction {
    private final SocketChannel from;
    private final SocketChannel to;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private boolean drained;
    private boolean finished;

    Direction(SocketChannel from, SocketChannel to) {
      this.from = from;
      this.to = to;
    }

    void move() throws IOException {
      if (finished) {
        return;
      }
      if (!drained && buffer.hasRemaining() && from.read(buffer) < 0) {
        drained = true;
      }
      buffer.flip();
      if (buffer.hasRemaining()) {
        to.write(buffer);
      }
      buffer.compact();
      if (drained && buffer.position() == 0) {
        to.shutdownOutput();
        finished = true;
      }
    }

    int readInterest() {
      return !drained && buffer.hasRemaining() ? SelectionKey.OP_READ : 0;
    }

    int writeInterest() {
      return buffer.position() > 0 ? SelectionKey.OP_WRITE : 0;
    }
  }
}
