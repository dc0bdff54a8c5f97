package dev.linkspan.sandbox.nlb;

import dev.linkspan.sandbox.forwarding.Backend;
import dev.linkspan.sandbox.forwarding.Health;
import dev.linkspan.sandbox.forwarding.HealthCheck;
import dev.linkspan.sandbox.forwarding.ListenerForwarding;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the open listeners equal to the listeners in the store. It always compares everything, so
 * it does not matter which changes it was notified of.
 */
final class ListenerReconciler {
  private static final Logger log = LoggerFactory.getLogger(ListenerReconciler.class);

  private final Store store;
  private final ListenerForwarding tcp;
  private final Map<String, Opening> open = new HashMap<>();

  ListenerReconciler(Store store, ListenerForwarding tcp) {
    this.store = store;
    this.tcp = tcp;
  }

  /**
   * A set of addresses with its backends: of all zones, or of one zone if cross-zone forwarding is
   * off.
   */
  private record Opening(
      String listenerId,
      List<String> addresses,
      int port,
      HealthCheck check,
      List<Backend> backends) {}

  synchronized void reconcile() {
    Map<String, Opening> wanted = new LinkedHashMap<>();
    for (Resource listener : store.all(Listeners.TYPE)) {
      if (listener.is(Listeners.RUNNING) || listener.is("Configuring")) {
        wanted.putAll(openings(listener));
      }
    }
    for (String id : List.copyOf(open.keySet())) {
      if (!wanted.containsKey(id)) {
        tcp.close(id);
        open.remove(id);
      }
    }
    wanted.forEach(this::apply);
  }

  private void apply(String id, Opening wanted) {
    if (wanted.equals(open.get(id))) {
      return;
    }
    try {
      tcp.listen(id, wanted.addresses(), wanted.port(), wanted.check(), wanted.backends());
      open.put(id, wanted);
    } catch (RuntimeException e) {
      log.error("Listener {} cannot open port {}: {}", id, wanted.port(), e.toString());
    }
  }

  private Map<String, Opening> openings(Resource listener) {
    Optional<Resource> balancer = store.find(LoadBalancers.TYPE, listener.text("loadBalancerId"));
    Optional<Resource> group = store.find(ServerGroups.TYPE, listener.text("serverGroupId"));
    if (balancer.isEmpty() || group.isEmpty() || !listener.text("protocol").equals("TCP")) {
      return Map.of();
    }
    int port = listener.integer("port");
    HealthCheck check = HealthSettings.of(group.get()).toHealthCheck();
    List<Zone> zones = Zone.of(balancer.get());
    if (balancer.get().flag("crossZone")) {
      List<String> addresses = zones.stream().map(Zone::address).toList();
      return Map.of(
          listener.id(),
          new Opening(listener.id(), addresses, port, check, backends(group.get(), "")));
    }
    Map<String, Opening> perZone = new LinkedHashMap<>();
    for (Zone zone : zones) {
      List<Backend> backends = backends(group.get(), zone.zoneId());
      perZone.put(
          listener.id() + "/" + zone.zoneId(),
          new Opening(listener.id(), List.of(zone.address()), port, check, backends));
    }
    return perZone;
  }

  /** Returns the available members with a weight. Members that are being added do not count yet. */
  private static List<Backend> backends(Resource group, String zoneId) {
    List<Backend> backends = new ArrayList<>();
    for (Member member : Member.of(group)) {
      if (member.status().equals(Member.AVAILABLE)
          && member.weight() > 0
          && (zoneId.isEmpty() || member.zoneId().equals(zoneId))) {
        backends.add(backend(member));
      }
    }
    return backends;
  }

  static Backend backend(Member member) {
    return new Backend(member.serverId(), member.address(), member.port());
  }

  /** Returns the health of the backends of a listener. */
  synchronized Map<Backend, Health> health(String listenerId) {
    Map<Backend, Health> health = new HashMap<>();
    open.forEach(
        (id, opening) -> {
          if (opening.listenerId().equals(listenerId)) {
            health.putAll(tcp.health(id));
          }
        });
    return health;
  }
}
