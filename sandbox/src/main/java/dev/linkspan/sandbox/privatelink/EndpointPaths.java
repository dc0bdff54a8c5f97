package dev.linkspan.sandbox.privatelink;

import dev.linkspan.sandbox.forwarding.EndpointForwarding;
import dev.linkspan.sandbox.nlb.Listeners;
import dev.linkspan.sandbox.nlb.LoadBalancers;
import dev.linkspan.sandbox.nlb.Zone;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The network paths of endpoints. A path is open while its connection is Connected and nobody has
 * cut it. Each address of the endpoint leads to the load balancer's address in the same zone, on
 * every port of the load balancer.
 */
public final class EndpointPaths {
  private static final Logger log = LoggerFactory.getLogger(EndpointPaths.class);
  private static final String CUT = "cut";

  private final Store store;
  private final EndpointForwarding endpoints;
  private final Map<String, ForwardedPath> open = new HashMap<>();

  EndpointPaths(Store store, EndpointForwarding endpoints) {
    this.store = store;
    this.endpoints = endpoints;
  }

  private record ForwardedPath(String address, Map<Integer, List<String>> upstreams) {}

  /**
   * Cuts or restores the path of an endpoint. The APIs do not show it.
   *
   * @return false if there is no such endpoint
   */
  public boolean cut(String endpointId, boolean cut) {
    boolean found =
        store.inTransaction(
            () -> {
              store
                  .find(VpcEndpoints.TYPE, endpointId)
                  .ifPresent(endpoint -> store.put(endpoint.with(CUT, cut)));
              return store.find(VpcEndpoints.TYPE, endpointId).isPresent();
            });
    reconcile();
    return found;
  }

  /** Opens and closes paths so that they match the store. */
  synchronized void reconcile() {
    Map<String, ForwardedPath> wanted = new LinkedHashMap<>();
    for (Resource connection : store.all(EndpointConnections.TYPE)) {
      if (connection.is(EndpointConnections.CONNECTED)) {
        store
            .find(VpcEndpoints.TYPE, connection.id())
            .filter(endpoint -> !endpoint.flag(CUT))
            .ifPresent(endpoint -> wanted.putAll(paths(endpoint)));
      }
    }
    for (String id : List.copyOf(open.keySet())) {
      if (!wanted.containsKey(id)) {
        endpoints.close(id);
        open.remove(id);
      }
    }
    wanted.forEach(this::apply);
  }

  private void apply(String id, ForwardedPath wanted) {
    if (wanted.equals(open.get(id))) {
      return;
    }
    try {
      endpoints.open(id, List.of(wanted.address()), wanted.upstreams());
      open.put(id, wanted);
    } catch (RuntimeException e) {
      log.error("Endpoint {} cannot open address {}: {}", id, wanted.address(), e.toString());
    }
  }

  private Map<String, ForwardedPath> paths(Resource endpoint) {
    Map<String, ForwardedPath> paths = new LinkedHashMap<>();
    for (EndpointZone zone : EndpointZone.of(endpoint)) {
      Map<Integer, List<String>> upstreams = upstreams(zone);
      if (!upstreams.isEmpty()) {
        paths.put(
            endpoint.id() + "/" + zone.zoneId(), new ForwardedPath(zone.address(), upstreams));
      }
    }
    return paths;
  }

  private Map<Integer, List<String>> upstreams(EndpointZone zone) {
    List<String> addresses =
        store.find(LoadBalancers.TYPE, zone.resourceId()).stream()
            .flatMap(balancer -> Zone.of(balancer).stream())
            .filter(z -> z.zoneId().equals(zone.zoneId()))
            .map(Zone::address)
            .toList();
    Map<Integer, List<String>> upstreams = new TreeMap<>();
    for (Resource listener : store.all(Listeners.TYPE)) {
      if (listener.text("loadBalancerId").equals(zone.resourceId())
          && listener.is(Listeners.RUNNING)
          && !addresses.isEmpty()) {
        upstreams.put(listener.integer("port"), addresses);
      }
    }
    return upstreams;
  }
}
