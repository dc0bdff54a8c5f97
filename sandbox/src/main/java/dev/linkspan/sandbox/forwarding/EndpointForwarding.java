package dev.linkspan.sandbox.forwarding;

import java.util.List;
import java.util.Map;

/** Forwards connections from private link endpoints to load balancers. */
public interface EndpointForwarding {

  /**
   * Opens an endpoint, or changes an open one.
   *
   * @param portToUpstreamAddresses the load balancer's addresses for each port of the endpoint; the
   *     port stays the same
   * @throws java.io.UncheckedIOException if an address cannot be bound
   */
  void open(
      String endpointId,
      List<String> endpointAddresses,
      Map<Integer, List<String>> portToUpstreamAddresses);

  /** Closes the endpoint, its ports and its connections. */
  void close(String endpointId);
}
