package dev.linkspan.sandbox.forwarding;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The listeners of load balancers, with TCP forwarding and health checks. A new connection goes to
 * the next healthy backend, and is reset if there is none. Open connections stay when a backend
 * becomes unhealthy.
 */
public final class TcpListeners implements ListenerForwarding, AutoCloseable {
  private final Relay relay = new Relay("load-balancers");
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "health-check-clock"));
  private final ExecutorService checks =
      Executors.newCachedThreadPool(task -> daemon(task, "health-check"));
  private final Map<String, Listener> listeners = new HashMap<>();
  private final BackendAccess access;

  /** Creates listeners whose backends admit every connection. */
  public TcpListeners() {
    this((source, backend) -> true);
  }

  public TcpListeners(BackendAccess access) {
    this.access = access;
  }

  @Override
  public synchronized void listen(
      String id, List<String> addresses, int port, HealthCheck check, List<Backend> backends) {
    Listener listener = listeners.computeIfAbsent(id, unknown -> new Listener());
    List<InetSocketAddress> bindAddresses =
        addresses.stream().map(address -> new InetSocketAddress(address, port)).toList();
    listener.sources = List.copyOf(addresses);
    listener.acceptors.set(bindAddresses, address -> listener.backends::next);
    listener.backends.update(check, backends);
  }

  @Override
  public synchronized void close(String id) {
    Listener listener = listeners.remove(id);
    if (listener != null) {
      listener.acceptors.close();
      listener.backends.close();
    }
  }

  @Override
  public synchronized Map<Backend, Health> health(String id) {
    Listener listener = listeners.get(id);
    return listener == null ? Map.of() : listener.backends.health();
  }

  @Override
  public synchronized void close() {
    List.copyOf(listeners.keySet()).forEach(this::close);
    relay.close();
    clock.shutdownNow();
    checks.shutdown();
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  private final class Listener {
    final Acceptors acceptors = new Acceptors(relay);
    final CheckedBackends backends = new CheckedBackends(clock, checks, this::isAdmitted);
    volatile List<String> sources = List.of();

    /**
     * A backend must admit every address of the listener: a connection can come from any of them.
     */
    private boolean isAdmitted(Backend backend) {
      return sources.stream().allMatch(source -> access.admits(source, backend));
    }
  }
}
