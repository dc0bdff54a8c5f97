package dev.linkspan.activities.exposure;

import dev.linkspan.activities.alibabacloud.FindOrCreate;
import dev.linkspan.activities.alibabacloud.FindOrCreate.State;
import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.activities.alibabacloud.Tags;
import dev.linkspan.activities.exposure.NlbResponses.Listener;
import dev.linkspan.activities.exposure.NlbResponses.ListenerHealth;
import dev.linkspan.activities.exposure.NlbResponses.ServerGroupHealth;
import dev.linkspan.activities.exposure.NlbResponses.UnhealthyServer;
import dev.linkspan.workflows.exposure.ExposureActivities.ListenerRequest;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.steps.Failures;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** TCP listeners of load balancers: the port is their natural key. */
final class Listeners {
  private static final Duration LINGERING = Duration.ofMinutes(5);

  private final OwnerClient client;
  private final Owner owner;

  Listeners(OwnerClient client) {
    this.client = client;
    this.owner = client.owner();
  }

  String ensure(ListenerRequest request) {
    Listener listener =
        new FindOrCreate<>(
                "listener " + request.port(),
                "CreateListener",
                request.name() + "/" + request.port(),
                () -> find(request),
                token -> create(request, token),
                this::get,
                Listener::listenerId,
                this::state)
            .in(client);
    if (!request.serverGroupId().equals(listener.serverGroupId())) {
      throw Failures.needsPerson(
          "listener "
              + listener.listenerId()
              + " leads to server group "
              + listener.serverGroupId()
              + " instead of "
              + request.serverGroupId(),
          "Delete this listener, or point it at that server group, then retry.");
    }
    return listener.listenerId();
  }

  private String create(ListenerRequest request, String token) {
    Map<String, String> parameters = new HashMap<>(Tags.parameters(owner, request.name()));
    parameters.put("LoadBalancerId", request.loadBalancerId());
    parameters.put("ListenerProtocol", "TCP");
    parameters.put("ListenerPort", Integer.toString(request.port()));
    parameters.put("ServerGroupId", request.serverGroupId());
    parameters.put("ListenerDescription", request.name());
    parameters.put("ClientToken", token);
    return client
        .nlb("CreateListener", parameters, NlbResponses.CreatedListener.class)
        .listenerId();
  }

  private Optional<Listener> find(ListenerRequest request) {
    List<Listener> atPort =
        of(request.loadBalancerId()).stream()
            .filter(l -> l.listenerPort() == request.port())
            .toList();
    return NlbResponses.ours(owner, request.name(), atPort, Listener::tags);
  }

  List<Listener> of(String loadBalancerId) {
    return NlbResponses.orEmpty(
        client
            .nlb(
                "ListListeners",
                Map.of("LoadBalancerIds.1", loadBalancerId, "MaxResults", "100"),
                NlbResponses.Listeners.class)
            .listeners());
  }

  private Optional<Listener> get(String id) {
    return OwnerClient.unlessGone(
        () -> client.nlb("GetListenerAttribute", Map.of("ListenerId", id), Listener.class));
  }

  private State state(Listener listener) {
    if ("Stopped".equals(listener.listenerStatus())) {
      client.nlb(
          "StartListener", Map.of("ListenerId", listener.listenerId()), NlbResponses.Empty.class);
    }
    return "Running".equals(listener.listenerStatus()) ? State.READY : State.PENDING;
  }

  /**
   * A healthy member is simply not in the list, and neither is one that was never added: both the
   * list and the number of members have to be right.
   */
  void awaitHealthy(String id, int members, Duration patience) {
    ServerGroups groups = new ServerGroups(client);
    Optional<Boolean> healthy =
        client.within(
            patience,
            () -> {
              List<ServerGroupHealth> health = health(id);
              long present =
                  health.stream().mapToLong(g -> groups.members(g.serverGroupId()).size()).sum();
              return unhealthy(health).isEmpty() && present >= members
                  ? Optional.of(true)
                  : Optional.empty();
            });
    if (healthy.isEmpty()) {
      throw Failures.needsPerson(
          "not every one of the %d members behind listener %s is healthy after %d s: %s"
              .formatted(
                  members, id, patience.toSeconds(), String.join(", ", unhealthy(health(id)))),
          "see that the broker runs, and that its security group lets the load balancer's vSwitches"
              + " reach that port; then retry");
    }
  }

  private List<ServerGroupHealth> health(String id) {
    ListenerHealth health =
        client.nlb("GetListenerHealthStatus", Map.of("ListenerId", id), ListenerHealth.class);
    return NlbResponses.orEmpty(health.listenerHealthStatus()).stream()
        .flatMap(l -> NlbResponses.orEmpty(l.serverGroupInfos()).stream())
        .toList();
  }

  private static List<String> unhealthy(List<ServerGroupHealth> health) {
    return health.stream()
        .flatMap(g -> NlbResponses.orEmpty(g.nonNormalServers()).stream())
        .map(UnhealthyServer::text)
        .toList();
  }

  void remove(String id) {
    client.delete(
        "listener " + id,
        LINGERING,
        () -> client.nlb("DeleteListener", Map.of("ListenerId", id), NlbResponses.Empty.class));
    client.until(
        "listener " + id + " to be gone",
        () -> get(id).isEmpty() ? Optional.of(true) : Optional.empty());
  }
}
