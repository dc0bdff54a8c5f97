package dev.linkspan.sandbox.forwarding;

import java.util.List;
import java.util.Map;

/** The listeners of load balancers. */
public interface ListenerForwarding {

  /**
   * Opens a listener, or gives an open one new addresses, backends or another health check.
   *
   * @throws java.io.UncheckedIOException when an address cannot be bound
   */
  void listen(
      String id, List<String> addresses, int port, HealthCheck check, List<Backend> backends);

  /** Frees the ports and ends the listener's connections. */
  void close(String id);

  /** The health of each backend; empty for an unknown listener. */
  Map<Backend, Health> health(String id);
}
