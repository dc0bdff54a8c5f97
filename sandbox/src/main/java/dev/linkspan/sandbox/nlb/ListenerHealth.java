package dev.linkspan.sandbox.nlb;

import dev.linkspan.sandbox.api.Call;
import dev.linkspan.sandbox.api.ListResponse;
import dev.linkspan.sandbox.forwarding.Backend;
import dev.linkspan.sandbox.forwarding.Health;
import dev.linkspan.sandbox.json.Fields;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The operation GetListenerHealthStatus: lists the members of a listener that are not healthy. */
final class ListenerHealth {
  private final Store store;
  private final Listeners listeners;
  private final ListenerReconciler forwarding;

  ListenerHealth(Store store, Listeners listeners, ListenerReconciler forwarding) {
    this.store = store;
    this.listeners = listeners;
    this.forwarding = forwarding;
  }

  Map<String, Object> get(Call call) {
    Resource listener = listeners.find(call);
    List<Map<String, Object>> groups =
        store.find(ServerGroups.TYPE, listener.text("serverGroupId")).stream()
            .map(group -> show(listener, group))
            .toList();
    Map<String, Object> status =
        Fields.of(
            "ListenerId",
            listener.id(),
            "ListenerPort",
            listener.integer("port"),
            "ListenerProtocol",
            listener.text("protocol"),
            "ServerGroupInfos",
            groups);
    return ListResponse.body(
        "ListenerHealthStatus", List.of(status), call.parameters(), 20, 100, row -> row);
  }

  private Map<String, Object> show(Resource listener, Resource group) {
    boolean checked = HealthSettings.of(group).enabled();
    // The API misspells this field name.
    return Fields.of(
        "ServerGroupId",
        group.id(),
        "HeathCheckEnabled",
        checked,
        "NonNormalServers",
        checked ? unhealthyMembers(listener, group) : List.of());
  }

  private List<Map<String, Object>> unhealthyMembers(Resource listener, Resource group) {
    Map<Backend, Health> health = forwarding.health(listener.id());
    List<Map<String, Object>> servers = new ArrayList<>();
    for (Member member : Member.of(group)) {
      Health of = health.getOrDefault(ListenerReconciler.backend(member), Health.INITIAL);
      if (of != Health.HEALTHY) {
        boolean initial = of == Health.INITIAL;
        servers.add(
            Fields.of(
                "ServerId",
                member.serverId(),
                "ServerIp",
                member.address(),
                "Port",
                member.port(),
                "Status",
                initial ? "Initial" : "Unhealthy",
                "Reason",
                initial ? null : Fields.of("ReasonCode", "CONNECT_FAILED")));
      }
    }
    return servers;
  }
}
