package dev.linkspan.sandbox.forwarding;

import java.util.List;
import java.util.Map;

/** Private link endpoints: what connects to one comes out at the load balancer. */
public final class Endpoints implements AutoCloseable {

  /**
   * Opens an endpoint, or changes an open one.
   *
   * @param portToUpstreamAddresses for each port of the endpoint, the load balancer's addresses
   *     behind it; the port there is the same
   */
  public void open(
      String endpointId,
      List<String> endpointAddresses,
      Map<Integer, List<String>> portToUpstreamAddresses) {
    throw new UnsupportedOperationException();
  }

  /** Frees the ports and ends the endpoint's connections. */
  public void close(String endpointId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
