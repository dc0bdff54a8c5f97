package dev.linkspan.sandbox.forwarding;

import java.util.List;
import java.util.Map;

/** Forwards connections from the listeners of load balancers to their backends. */
public interface ListenerForwarding {

  /**
   * Opens a listener, or changes the addresses, the health check or the backends of an open one.
   *
   * @throws java.io.UncheckedIOException if an address cannot be bound
   */
  void listen(
      String id, List<String> addresses, int port, HealthCheck check, List<Backend> backends);

  /** Closes the listener, its ports and its connections. */
  void close(String id);

  /** Returns the health of each backend; empty for an unknown listener. */
  Map<Backend, Health> health(String id);
}
