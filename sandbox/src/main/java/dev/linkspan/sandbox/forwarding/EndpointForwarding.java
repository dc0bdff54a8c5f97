package dev.linkspan.sandbox.forwarding;

import java.util.List;
import java.util.Map;

/** Private link endpoints: what connects to one comes out at the load balancer. */
public interface EndpointForwarding {

  /**
   * Opens an endpoint, or changes an open one.
   *
   * @param portToUpstreamAddresses for each port of the endpoint, the load balancer's addresses
   *     behind it; the port there is the same
   * @throws java.io.UncheckedIOException when an address cannot be bound
   */
  void open(
      String endpointId,
      List<String> endpointAddresses,
      Map<Integer, List<String>> portToUpstreamAddresses);

  /** Frees the ports and ends the endpoint's connections. */
  void close(String endpointId);
}
