package dev.linkspan.sandbox.forwarding;

import java.util.List;
import java.util.Map;

/** The listeners of load balancers: real TCP forwarding, with health checks. */
public final class TcpListeners implements AutoCloseable {

  /** Opens a listener, or gives an open one new backends and another health check. */
  public void listen(
      String id, List<String> addresses, int port, HealthCheck check, List<Backend> backends) {
    throw new UnsupportedOperationException();
  }

  /** Frees the ports and ends the listener's connections. */
  public void close(String id) {
    throw new UnsupportedOperationException();
  }

  /** The health of each backend; empty for an unknown listener. */
  public Map<Backend, Health> health(String id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
