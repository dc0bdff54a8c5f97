package dev.linkspan.sandbox.forwarding;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** The open sockets of one listener or endpoint, by address. Not thread-safe. */
final class Acceptors implements AutoCloseable {
  private final Relay relay;
  private final Map<InetSocketAddress, Relay.Acceptor> open = new HashMap<>();

  Acceptors(Relay relay) {
    this.relay = relay;
  }

  /**
   * Opens and closes sockets so that exactly these addresses are open. If an address cannot be
   * bound, the sockets opened by this call are closed again.
   */
  void set(
      Collection<InetSocketAddress> addresses,
      Function<InetSocketAddress, Supplier<List<InetSocketAddress>>> targets) {
    List<InetSocketAddress> added = new ArrayList<>();
    for (InetSocketAddress address : List.copyOf(open.keySet())) {
      if (!addresses.contains(address)) {
        close(address);
      }
    }
    try {
      for (InetSocketAddress address : addresses) {
        if (!open.containsKey(address)) {
          open.put(address, relay.open(address, targets.apply(address)));
          added.add(address);
        }
      }
    } catch (RuntimeException e) {
      added.forEach(this::close);
      throw e;
    }
  }

  private void close(InetSocketAddress address) {
    Relay.Acceptor acceptor = open.remove(address);
    if (acceptor != null) {
      acceptor.close();
    }
  }

  @Override
  public void close() {
    open.values().forEach(Relay.Acceptor::close);
    open.clear();
  }
}
