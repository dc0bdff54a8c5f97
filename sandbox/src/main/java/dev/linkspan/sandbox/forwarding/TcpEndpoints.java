package dev.linkspan.sandbox.forwarding;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Forwards connections from private link endpoints to load balancers. The addresses of a load
 * balancer are tried in order, so an unavailable zone does no harm.
 */
public final class TcpEndpoints implements EndpointForwarding, AutoCloseable {
  private final Relay relay = new Relay("endpoints");
  private final Map<String, Endpoint> endpoints = new HashMap<>();

  @Override
  public synchronized void open(
      String endpointId,
      List<String> endpointAddresses,
      Map<Integer, List<String>> portToUpstreamAddresses) {
    Endpoint endpoint =
        endpoints.computeIfAbsent(endpointId, id -> new Endpoint(new Acceptors(relay)));
    Map<Integer, List<InetSocketAddress>> upstreams = new HashMap<>();
    List<InetSocketAddress> bindAddresses = new ArrayList<>();
    portToUpstreamAddresses.forEach(
        (port, addresses) -> {
          upstreams.put(
              port, addresses.stream().map(each -> new InetSocketAddress(each, port)).toList());
          endpointAddresses.forEach(each -> bindAddresses.add(new InetSocketAddress(each, port)));
        });
    endpoint.upstreams = Map.copyOf(upstreams);
    endpoint.acceptors.set(bindAddresses, place -> () -> endpoint.upstreams(place.getPort()));
  }

  @Override
  public synchronized void close(String endpointId) {
    Endpoint endpoint = endpoints.remove(endpointId);
    if (endpoint != null) {
      endpoint.acceptors.close();
    }
  }

  @Override
  public synchronized void close() {
    List.copyOf(endpoints.keySet()).forEach(this::close);
    relay.close();
  }

  private static final class Endpoint {
    private final Acceptors acceptors;
    private volatile Map<Integer, List<InetSocketAddress>> upstreams = Map.of();

    Endpoint(Acceptors acceptors) {
      this.acceptors = acceptors;
    }

    List<InetSocketAddress> upstreams(int port) {
      return upstreams.getOrDefault(port, List.of());
    }
  }
}
