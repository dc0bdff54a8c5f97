package dev.linkspan.sandbox.nlb;

import dev.linkspan.sandbox.api.ApiError;
import dev.linkspan.sandbox.api.Call;
import dev.linkspan.sandbox.api.ListResponse;
import dev.linkspan.sandbox.api.Parameters;
import dev.linkspan.sandbox.api.TagActions;
import dev.linkspan.sandbox.json.Fields;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import dev.linkspan.sandbox.state.Transitions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Listeners of load balancers. */
public final class Listeners {
  public static final String TYPE = "listener";
  public static final String RUNNING = "Running";
  private static final String STOPPED = "Stopped";
  private static final int MAX_PER_BALANCER = 50;
  private static final Duration CHANGE = Duration.ofMillis(300);

  private final Store store;
  private final Transitions transitions;
  private final LoadBalancers balancers;
  private final ServerGroups groups;

  Listeners(Store store, Transitions transitions, LoadBalancers balancers, ServerGroups groups) {
    this.store = store;
    this.transitions = transitions;
    this.balancers = balancers;
    this.groups = groups;
  }

  Map<String, Object> create(Call call) {
    Parameters in = call.parameters();
    Resource balancer = balancers.find(call, in.required("LoadBalancerId"));
    String protocol = in.required("ListenerProtocol");
    if (!List.of("TCP", "UDP", "TCPSSL").contains(protocol)) {
      throw NlbErrors.illegal("ListenerProtocol");
    }
    in.required("ListenerPort");
    int port = in.integer("ListenerPort", 0);
    int idleTimeout = in.integer("IdleTimeout", 900);
    if (port < 1 || port > 65_535) {
      throw NlbErrors.illegal("ListenerPort");
    }
    if (idleTimeout < 10 || idleTimeout > 900) {
      throw NlbErrors.illegal("IdleTimeout");
    }
    requireFreePort(balancer, port);
    balancers.requireUnlocked(balancer);
    Resource group = groups.find(call, in.required("ServerGroupId"));
    requireMatch(balancer, group, protocol);
    String id = store.newId("lsn") + "@" + port;
    Resource listener =
        Resource.of(TYPE, id, call.account(), call.region(), in.text("ListenerDescription", ""))
            .withTags(TagActions.checked(in.tags()))
            .with("loadBalancerId", balancer.id())
            .with("serverGroupId", group.id())
            .with("protocol", protocol)
            .with("port", port)
            .with("idleTimeout", idleTimeout)
            .with("proxyProtocol", in.flag("ProxyProtocolEnabled", false));
    return Fields.of(
        "ListenerId",
        listener.id(),
        "JobId",
        Jobs.of(transitions.begin(listener, "Provisioning", RUNNING, CHANGE)));
  }

  private void requireFreePort(Resource balancer, int port) {
    List<Resource> others = balancers.listenersOf(balancer.id());
    if (others.stream().anyMatch(other -> other.integer("port") == port)) {
      throw new ApiError(400, "Conflict.Port", "There is a listener on port " + port + ".");
    }
    if (others.size() >= MAX_PER_BALANCER) {
      throw new ApiError(
          400, "QuotaExceeded.ListenersNum", "The quota of listeners per instance is exceeded.");
    }
  }

  private static void requireMatch(Resource balancer, Resource group, String protocol) {
    if (!group.text("vpcId").equals(balancer.text("vpcId"))) {
      throw NlbErrors.mismatch("VpcId");
    }
    // A listener that ends TLS forwards TCP.
    if (!group.text("protocol").equals(protocol.equals("TCPSSL") ? "TCP" : protocol)) {
      throw NlbErrors.mismatch("Protocol");
    }
  }

  Map<String, Object> get(Call call) {
    return view(find(call), true);
  }

  Map<String, Object> list(Call call) {
    Parameters in = call.parameters();
    List<String> ids = in.texts("ListenerIds");
    List<String> balancerIds = in.texts("LoadBalancerIds");
    Map<String, String> tags = in.tags();
    List<Resource> found =
        store.all(TYPE).stream()
            .filter(l -> l.account().equals(call.account()) && l.region().equals(call.region()))
            .filter(l -> ids.isEmpty() || ids.contains(l.id()))
            .filter(l -> balancerIds.isEmpty() || balancerIds.contains(l.text("loadBalancerId")))
            .filter(l -> in.text("ListenerProtocol").map(l.text("protocol")::equals).orElse(true))
            .filter(l -> l.hasTags(tags))
            .toList();
    return ListResponse.body("Listeners", found, in, 20, 100, l -> view(l, false));
  }

  private static Map<String, Object> view(Resource listener, boolean single) {
    return Fields.of(
        "ListenerId",
        listener.id(),
        "ListenerStatus",
        listener.status(),
        "ListenerProtocol",
        listener.text("protocol"),
        "ListenerPort",
        listener.integer("port"),
        "ListenerDescription",
        listener.name(),
        "LoadBalancerId",
        listener.text("loadBalancerId"),
        "ServerGroupId",
        listener.text("serverGroupId"),
        "IdleTimeout",
        listener.integer("idleTimeout"),
        "ProxyProtocolEnabled",
        listener.flag("proxyProtocol"),
        "SecSensorEnabled",
        false,
        "CaEnabled",
        false,
        "AlpnEnabled",
        false,
        "AlpnPolicy",
        "",
        "SecurityPolicyId",
        "",
        "StartPort",
        "",
        "EndPort",
        "",
        "CertificateIds",
        List.of(),
        "CaCertificateIds",
        List.of(),
        "ProxyProtocolV2Config",
        Fields.of(
            "Ppv2PrivateLinkEpIdEnabled",
            false,
            "Ppv2PrivateLinkEpsIdEnabled",
            false,
            "Ppv2VpcIdEnabled",
            false),
        "Cps",
        0,
        "Mss",
        0,
        "RegionId",
        listener.region(),
        "Tags",
        single ? Nlb.tagKeyValues(listener) : Nlb.keyValues(listener));
  }

  Map<String, Object> update(Call call) {
    Resource listener = unlocked(call);
    Parameters in = call.parameters();
    Resource group = groups.find(call, in.text("ServerGroupId", listener.text("serverGroupId")));
    Resource changed =
        listener
            .withName(in.text("ListenerDescription", listener.name()))
            .with("serverGroupId", group.id())
            .with("idleTimeout", in.integer("IdleTimeout", listener.integer("idleTimeout")))
            .with("proxyProtocol", in.flag("ProxyProtocolEnabled", listener.flag("proxyProtocol")));
    return job(transitions.begin(changed, "Configuring", listener.status(), CHANGE));
  }

  Map<String, Object> start(Call call) {
    return changeStatus(call, STOPPED, "Starting", RUNNING);
  }

  Map<String, Object> stop(Call call) {
    return changeStatus(call, RUNNING, "Stopping", STOPPED);
  }

  private Map<String, Object> changeStatus(Call call, String from, String through, String to) {
    Resource listener = unlocked(call);
    if (!listener.is(from)) {
      throw NlbErrors.incorrectStatus("listener", listener.id());
    }
    return job(transitions.begin(listener, through, to, CHANGE));
  }

  Map<String, Object> delete(Call call) {
    return job(transitions.begin(unlocked(call), "Deleting", Resource.GONE, CHANGE));
  }

  private Resource unlocked(Call call) {
    Resource listener = find(call);
    if (listener.next().isPresent()) {
      throw NlbErrors.incorrectStatus("listener", listener.id());
    }
    balancers.requireUnlocked(balancers.find(call, listener.text("loadBalancerId")));
    return listener;
  }

  Resource find(Call call) {
    return store
        .find(TYPE, call.parameters().required("ListenerId"))
        .filter(l -> l.account().equals(call.account()) && l.region().equals(call.region()))
        .orElseThrow(() -> NlbErrors.notFound("listener"));
  }

  private static Map<String, Object> job(Resource changing) {
    return Fields.of("JobId", Jobs.of(changing));
  }
}
