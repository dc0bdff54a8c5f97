package dev.linkspan.sandbox.forwarding;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Private link endpoints: what connects to one comes out at the load balancer. Upstream addresses
 * are tried in turn, so a load balancer's zone that is gone costs nothing.
 */
public final class Endpoints implements Wires, AutoCloseable {
  private final Relay relay = new Relay("endpoints");
  private final Map<String, Endpoint> endpoints = new HashMap<>();

  @Override
  public synchronized void open(
      String endpointId,
      List<String> endpointAddresses,
      Map<Integer, List<String>> portToUpstreamAddresses) {
    Endpoint endpoint = endpoints.computeIfAbsent(endpointId, id -> new Endpoint(new Doors(relay)));
    Map<Integer, List<InetSocketAddress>> upstreams = new HashMap<>();
    List<InetSocketAddress> places = new ArrayList<>();
    portToUpstreamAddresses.forEach(
        (port, addresses) -> {
          upstreams.put(
              port, addresses.stream().map(each -> new InetSocketAddress(each, port)).toList());
          endpointAddresses.forEach(each -> places.add(new InetSocketAddress(each, port)));
        });
    endpoint.upstreams = Map.copyOf(upstreams);
    endpoint.doors.set(places, place -> () -> endpoint.upstreams(place.getPort()));
  }

  @Override
  public synchronized void close(String endpointId) {
    Endpoint endpoint = endpoints.remove(endpointId);
    if (endpoint != null) {
      endpoint.doors.close();
    }
  }

  @Override
  public synchronized void close() {
    List.copyOf(endpoints.keySet()).forEach(this::close);
    relay.close();
  }

  private static final class Endpoint {
    private final Doors doors;
    private volatile Map<Integer, List<InetSocketAddress>> upstreams = Map.of();

    Endpoint(Doors doors) {
      this.doors = doors;
    }

    List<InetSocketAddress> upstreams(int port) {
      return upstreams.getOrDefault(port, List.of());
    }
  }
}
