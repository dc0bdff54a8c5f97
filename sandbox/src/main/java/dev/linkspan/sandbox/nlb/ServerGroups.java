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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The operations on server groups, without those on their members. */
final class ServerGroups {
  static final String TYPE = "servergroup";
  static final String AVAILABLE = "Available";
  static final String CONFIGURING = "Configuring";

  private final Store store;
  private final Transitions transitions;
  private final NetworkLookup network;

  ServerGroups(Store store, Transitions transitions) {
    this.store = store;
    this.transitions = transitions;
    this.network = new NetworkLookup(store);
  }

  Map<String, Object> create(Call call) {
    Parameters in = call.parameters();
    String name = in.required("ServerGroupName");
    if (name.length() < 2 || name.length() > 128) {
      throw NlbErrors.illegal("ServerGroupName");
    }
    String vpcId = network.vpc(call, in.required("VpcId")).id();
    Resource group =
        Resource.of(TYPE, store.newId("sgp"), call.account(), call.region(), name)
            .withTags(TagActions.checked(in.tags()))
            .with("vpcId", vpcId)
            .with("type", oneOf(in, "ServerGroupType", "Instance", "Ip"))
            .with("protocol", oneOf(in, "Protocol", "TCP", "UDP", "TCP_UDP"))
            .with("scheduler", in.text("Scheduler", "Wrr"))
            .with("preserveClientIp", in.flag("PreserveClientIpEnabled", true))
            .with("resourceGroupId", in.text("ResourceGroupId", "rg-default"))
            .with("servers", List.of());
    group = withHealthCheck(group, in);
    Resource begun = transitions.begin(group, "Creating", AVAILABLE, Duration.ofMillis(300));
    return Fields.of("ServerGroupId", begun.id(), "JobId", Jobs.of(begun));
  }

  private static String oneOf(Parameters in, String name, String... choices) {
    String value = in.text(name, choices[0]);
    if (!List.of(choices).contains(value)) {
      throw NlbErrors.illegal(name);
    }
    return value;
  }

  private static Resource withHealthCheck(Resource group, Parameters in) {
    HealthSettings health = HealthSettings.of(group).with(in.object("HealthCheckConfig"));
    return group.with("healthCheck", List.of(health.view()));
  }

  Map<String, Object> list(Call call) {
    Parameters in = call.parameters();
    List<String> ids = in.texts("ServerGroupIds");
    List<String> names = in.texts("ServerGroupNames");
    Map<String, String> tags = in.tags();
    List<Resource> found =
        store.all(TYPE).stream()
            .filter(g -> g.account().equals(call.account()) && g.region().equals(call.region()))
            .filter(g -> ids.isEmpty() || ids.contains(g.id()))
            .filter(g -> names.isEmpty() || names.contains(g.name()))
            .filter(g -> in.text("VpcId").map(g.text("vpcId")::equals).orElse(true))
            .filter(g -> in.text("ServerGroupType").map(g.text("type")::equals).orElse(true))
            .filter(g -> g.hasTags(tags))
            .toList();
    return ListResponse.body("ServerGroups", found, in, 20, 100, this::show);
  }

  private Map<String, Object> show(Resource group) {
    List<String> balancers =
        listenersOf(group).stream().map(l -> l.text("loadBalancerId")).distinct().toList();
    return Fields.of(
        "ServerGroupId",
        group.id(),
        "ServerGroupName",
        group.name(),
        "ServerGroupStatus",
        group.status(),
        "ServerGroupType",
        group.text("type"),
        "Protocol",
        group.text("protocol"),
        "Scheduler",
        group.text("scheduler"),
        "AddressIPVersion",
        "ipv4",
        "VpcId",
        group.text("vpcId"),
        "RegionId",
        group.region(),
        "ServerCount",
        Member.of(group).size(),
        "RelatedLoadBalancerIds",
        balancers,
        "PreserveClientIpEnabled",
        group.flag("preserveClientIp"),
        "ConnectionDrainEnabled",
        false,
        "ConnectionDrainTimeout",
        0,
        "AnyPortEnabled",
        false,
        "HealthCheck",
        HealthSettings.of(group).view(),
        "ResourceGroupId",
        group.text("resourceGroupId"),
        "AliUid",
        Long.parseLong(group.account()),
        "Tags",
        Nlb.keyValues(group));
  }

  Map<String, Object> update(Call call) {
    Parameters in = call.parameters();
    Resource group = available(call);
    Resource changed =
        withHealthCheck(group, in)
            .withName(in.text("ServerGroupName", group.name()))
            .with("scheduler", in.text("Scheduler", group.text("scheduler")))
            .with(
                "preserveClientIp",
                in.flag("PreserveClientIpEnabled", group.flag("preserveClientIp")));
    return configured(changed);
  }

  Map<String, Object> delete(Call call) {
    Resource group = find(call, call.parameters().required("ServerGroupId"));
    if (!listenersOf(group).isEmpty()) {
      throw new ApiError(
          400, "ResourceInUse.ServerGroup", "The server group is used by a listener.");
    }
    requireAvailable(group);
    Resource deleting = transitions.begin(group, "Deleting", Resource.GONE, Duration.ofMillis(300));
    return Fields.of("JobId", Jobs.of(deleting));
  }

  /** Stores the change. The group is in status Configuring for a short time. */
  Map<String, Object> configured(Resource changed) {
    Resource begun = transitions.begin(changed, CONFIGURING, AVAILABLE, Duration.ofMillis(300));
    return Fields.of("ServerGroupId", begun.id(), "JobId", Jobs.of(begun));
  }

  /**
   * Returns the group of the call.
   *
   * @throws ApiError if it cannot be changed now
   */
  Resource available(Call call) {
    Resource group = find(call, call.parameters().required("ServerGroupId"));
    requireAvailable(group);
    return group;
  }

  private static void requireAvailable(Resource group) {
    if (!group.is(AVAILABLE)) {
      throw NlbErrors.incorrectStatus("serverGroup", group.id());
    }
  }

  Resource find(Call call, String id) {
    return store
        .find(TYPE, id)
        .filter(g -> g.account().equals(call.account()) && g.region().equals(call.region()))
        .orElseThrow(() -> NlbErrors.notFound("serverGroup"));
  }

  /** Finishes adding and removing members when the group is available again. */
  void settleMembers(Resource changed) {
    store.inTransaction(
        () -> {
          store
              .find(TYPE, changed.id())
              .filter(group -> group.is(AVAILABLE))
              .ifPresent(group -> store.put(Member.into(group, settled(group))));
          return null;
        });
  }

  private static List<Member> settled(Resource group) {
    List<Member> members = new ArrayList<>();
    for (Member member : Member.of(group)) {
      if (!member.status().equals(Member.REMOVING)) {
        members.add(member.withStatus(Member.AVAILABLE));
      }
    }
    return members;
  }

  private List<Resource> listenersOf(Resource group) {
    return store.all(Listeners.TYPE).stream()
        .filter(listener -> listener.text("serverGroupId").equals(group.id()))
        .toList();
  }
}
