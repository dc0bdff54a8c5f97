package dev.linkspan.activities.exposure;

import dev.linkspan.activities.alibabacloud.FindOrCreate;
import dev.linkspan.activities.alibabacloud.FindOrCreate.State;
import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.activities.alibabacloud.OwnerReads;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TCP listeners of network load balancers. A load balancer has at most one for each port. */
final class Listeners {
  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
  private static final Duration SHORTEST_HEALTH_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_HEALTH_PAUSE = Duration.ofSeconds(5);
  private static final Duration RELEASE_TIMEOUT = Duration.ofMinutes(5);

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
                // A listener that is created again for a new server group is another request.
                request.name() + "/" + request.port() + "/" + request.serverGroupId(),
                oldest -> find(request, oldest),
                token -> create(request, token),
                this::get,
                Listener::listenerId,
                this::state)
            .run(client);
    if (!isAsPlanned(listener, request.serverGroupId())) {
      correct(listener, request.serverGroupId());
    }
    return listener.listenerId();
  }

  private static boolean isAsPlanned(Listener listener, String serverGroupId) {
    return serverGroupId.equals(listener.serverGroupId()) && !listener.sendsProxyProtocol();
  }

  /** Somebody has changed where the listener leads, or what it sends. */
  private void correct(Listener listener, String serverGroupId) {
    String id = listener.listenerId();
    client.nlb(
        "UpdateListenerAttribute",
        Map.of("ListenerId", id, "ServerGroupId", serverGroupId, "ProxyProtocolEnabled", "false"),
        NlbResponses.Empty.class);
    client.waitForEnd(
        "UpdateListenerAttribute",
        "listener " + id + " to lead to " + serverGroupId + " without the Proxy Protocol",
        () -> get(id).filter(l -> state(l) == State.READY && isAsPlanned(l, serverGroupId)));
    LOG.info(
        "listener {} leads to {}, not to {}, without the Proxy Protocol",
        id,
        serverGroupId,
        listener.serverGroupId());
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

  private Optional<Listener> find(ListenerRequest request, Duration oldest) {
    List<Listener> atPort =
        client.reads().list("listener", oldest, () -> list(request.loadBalancerId())).stream()
            .filter(l -> l.listenerPort() == request.port())
            .toList();
    return NlbResponses.firstTagged(owner, request.name(), atPort, Listener::tags);
  }

  /** The listeners of a load balancer. */
  List<Listener> list(String loadBalancerId) {
    return client
        .nlbList(
            "ListListeners",
            Map.of("LoadBalancerIds.1", loadBalancerId, "MaxResults", "100"),
            NlbResponses.Listeners.class)
        .stream()
        .filter(l -> OwnerClient.exists(l.listenerStatus()))
        .toList();
  }

  private Optional<Listener> get(String id) {
    return OwnerClient.unlessNotFound(
            () -> client.nlb("GetListenerAttribute", Map.of("ListenerId", id), Listener.class))
        .filter(l -> OwnerClient.exists(l.listenerStatus()));
  }

  private State state(Listener listener) {
    if ("Stopped".equals(listener.listenerStatus())
        && client.tryNlb("StartListener", Map.of("ListenerId", listener.listenerId()))) {
      LOG.info("started listener {}, which was stopped", listener.listenerId());
    }
    return "Running".equals(listener.listenerStatus()) ? State.READY : State.PENDING;
  }

  /**
   * Waits until every backend server is healthy. The API lists only those that are not normal: the
   * healthy ones are the members of the server groups without these.
   *
   * @throws io.temporal.failure.ApplicationFailure that parks the step: unhealthy after that time
   */
  void waitUntilHealthy(String id, int expected, Duration timeout) {
    Optional<Boolean> healthy =
        client
            .poll(SHORTEST_HEALTH_PAUSE, LONGEST_HEALTH_PAUSE)
            .atMost(timeout)
            .untilPresent(() -> healthy(id, expected) ? Optional.of(true) : Optional.empty());
    if (healthy.isEmpty()) {
      throw Failures.needsPerson(
          "not all %d backend servers of listener %s are healthy after %d s: %s"
              .formatted(
                  expected, id, timeout.toSeconds(), String.join(", ", unhealthy(health(id)))),
          "Check that the broker runs, and that its security group lets the load balancer's"
              + " vSwitches reach that port, then retry.");
    }
    LOG.info("listener {}: {} of {} backend servers healthy", id, expected, expected);
  }

  private boolean healthy(String id, int expected) {
    List<ServerGroupHealth> health = health(id);
    List<String> unhealthy = unhealthy(health);
    if (!unhealthy.isEmpty()) {
      LOG.debug("listener {} has the unhealthy backend servers {}", id, unhealthy);
      return false;
    }
    int members = members(health, OwnerReads.RECENT);
    if (members < expected) {
      members = members(health, OwnerReads.CURRENT);
    }
    LOG.debug("listener {} has {} of {} backend servers", id, members, expected);
    return members >= expected;
  }

  private int members(List<ServerGroupHealth> health, Duration oldest) {
    return health.stream().mapToInt(g -> members(g.serverGroupId(), oldest)).sum();
  }

  private int members(String serverGroupId, Duration oldest) {
    ServerGroups groups = new ServerGroups(client);
    return groups
        .get(serverGroupId, oldest)
        .map(NlbResponses.ServerGroup::serverCount)
        .orElseGet(() -> groups.backends(serverGroupId).size());
  }

  /** The health of the server groups of a listener. */
  List<ServerGroupHealth> health(String id) {
    ListenerHealth health =
        client.nlb("GetListenerHealthStatus", Map.of("ListenerId", id), ListenerHealth.class);
    return NlbResponses.orEmpty(health.listenerHealthStatus()).stream()
        .flatMap(l -> NlbResponses.orEmpty(l.serverGroupInfos()).stream())
        .toList();
  }

  /** One line for each unhealthy backend server. */
  static List<String> unhealthy(List<ServerGroupHealth> health) {
    return health.stream()
        .flatMap(g -> NlbResponses.orEmpty(g.nonNormalServers()).stream())
        .map(UnhealthyServer::text)
        .toList();
  }

  void remove(String id) {
    client.delete(
        "listener " + id,
        RELEASE_TIMEOUT,
        () -> client.nlb("DeleteListener", Map.of("ListenerId", id), NlbResponses.Empty.class));
    client.waitUntilGone("DeleteListener", "listener " + id, () -> get(id).isEmpty());
  }
}
