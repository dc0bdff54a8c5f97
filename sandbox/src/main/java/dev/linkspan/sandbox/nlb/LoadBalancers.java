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
import dev.linkspan.sandbox.vpc.Addresses;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The operations on load balancers. */
public final class LoadBalancers {
  public static final String TYPE = "loadbalancer";
  public static final String ACTIVE = "Active";
  private static final String CONFIGURING = "Configuring";
  private static final Duration PROVISIONING = Duration.ofSeconds(2);
  private static final Duration CHANGE = Duration.ofMillis(300);

  private final Store store;
  private final Transitions transitions;
  private final NetworkLookup network;
  private final ZonePlacement placement;

  LoadBalancers(Store store, Transitions transitions, Addresses addresses) {
    this.store = store;
    this.transitions = transitions;
    this.network = new NetworkLookup(store);
    this.placement = new ZonePlacement(store, network, addresses);
  }

  Map<String, Object> create(Call call) {
    Parameters in = call.parameters();
    String addressType = in.required("AddressType");
    if (!List.of("Intranet", "Internet").contains(addressType)) {
      throw NlbErrors.illegal("AddressType");
    }
    String vpcId = network.vpc(call, in.required("VpcId")).id();
    String id = store.newId("nlb");
    List<Zone> zones = placement.place(call, vpcId);
    Parameters modification = in.object("ModificationProtectionConfig");
    Parameters deletion = in.object("DeletionProtectionConfig");
    Resource balancer =
        Resource.of(TYPE, id, call.account(), call.region(), in.text("LoadBalancerName", id))
            .withTags(TagActions.checked(in.tags()))
            .with("vpcId", vpcId)
            .with("vSwitchIds", zones.stream().map(Zone::vSwitchId).toList())
            .with("addressType", addressType)
            .with("zoneMappings", zones.stream().map(Zone::stored).toList())
            .with("dnsName", id + "." + call.region() + ".nlb.aliyuncsslbintl.com")
            .with("crossZone", true)
            .with("deletionProtection", deletion.flag("Enabled", false))
            .with("deletionProtectionReason", deletion.text("Reason", ""))
            .with("modificationProtection", modification.text("Status", "NonProtection"))
            .with("modificationProtectionReason", modification.text("Reason", ""))
            .with("securityGroupIds", List.of())
            .with("resourceGroupId", in.text("ResourceGroupId", "rg-default"));
    transitions.begin(balancer, "Provisioning", ACTIVE, PROVISIONING);
    return Fields.of("LoadbalancerId", id, "OrderId", Math.abs((long) id.hashCode()));
  }

  Map<String, Object> get(Call call) {
    return view(find(call, call.parameters().required("LoadBalancerId")), true);
  }

  Map<String, Object> list(Call call) {
    Parameters in = call.parameters();
    List<String> ids = in.texts("LoadBalancerIds");
    List<String> names = in.texts("LoadBalancerNames");
    List<String> vpcs = in.texts("VpcIds");
    Map<String, String> tags = in.tags();
    List<Resource> found =
        store.all(TYPE).stream()
            .filter(b -> b.account().equals(call.account()) && b.region().equals(call.region()))
            .filter(b -> ids.isEmpty() || ids.contains(b.id()))
            .filter(b -> names.isEmpty() || names.contains(b.name()))
            .filter(b -> vpcs.isEmpty() || vpcs.contains(b.text("vpcId")))
            .filter(b -> in.text("AddressType").map(b.text("addressType")::equals).orElse(true))
            .filter(b -> in.text("LoadBalancerStatus").map(b::is).orElse(true))
            .filter(b -> in.text("DNSName").map(b.text("dnsName")::equals).orElse(true))
            .filter(b -> in.text("ZoneId").map(zone -> isIn(b, zone)).orElse(true))
            .filter(b -> in.text("AddressIpVersion").map("ipv4"::equalsIgnoreCase).orElse(true))
            .filter(b -> in.text("LoadBalancerType").map("Network"::equals).orElse(true))
            .filter(b -> in.text("LoadBalancerBusinessStatus").map("Normal"::equals).orElse(true))
            .filter(b -> b.hasTags(tags))
            .toList();
    return ListResponse.body("LoadBalancers", found, in, 20, 100, b -> view(b, false));
  }

  private static boolean isIn(Resource balancer, String zoneId) {
    return Zone.of(balancer).stream().anyMatch(zone -> zone.zoneId().equals(zoneId));
  }

  /**
   * Returns a view of the load balancer. The names of the tag fields differ between the single
   * response and the list.
   */
  private static Map<String, Object> view(Resource balancer, boolean single) {
    return Fields.of(
        "LoadBalancerId",
        balancer.id(),
        "LoadBalancerName",
        balancer.name(),
        "LoadBalancerStatus",
        balancer.status(),
        "LoadBalancerBusinessStatus",
        "Normal",
        "LoadBalancerType",
        "Network",
        "AddressIpVersion",
        "ipv4",
        "AddressType",
        balancer.text("addressType"),
        "DNSName",
        balancer.text("dnsName"),
        "VpcId",
        balancer.text("vpcId"),
        "RegionId",
        balancer.region(),
        "CrossZoneEnabled",
        balancer.flag("crossZone"),
        "SecurityGroupIds",
        balancer.texts("securityGroupIds"),
        "LoadBalancerBillingConfig",
        Fields.of("PayType", "PostPay"),
        "DeletionProtectionConfig",
        Fields.of(
            "Enabled",
            balancer.flag("deletionProtection"),
            "Reason",
            balancer.text("deletionProtectionReason")),
        "ModificationProtectionConfig",
        Fields.of(
            "Status",
            balancer.text("modificationProtection"),
            "Reason",
            balancer.text("modificationProtectionReason")),
        "ZoneMappings",
        Zone.of(balancer).stream().map(zone -> zone.view(single)).toList(),
        "OperationLocks",
        List.of(),
        "ResourceGroupId",
        balancer.text("resourceGroupId"),
        "CreateTime",
        balancer.createdAt().truncatedTo(ChronoUnit.SECONDS).toString(),
        "Tags",
        single ? Nlb.tagKeyValues(balancer) : Nlb.keyValues(balancer));
  }

  Map<String, Object> update(Call call) {
    Resource balancer = unlocked(call);
    Parameters in = call.parameters();
    Resource changed =
        balancer
            .withName(in.text("LoadBalancerName", balancer.name()))
            .with("crossZone", in.flag("CrossZoneEnabled", balancer.flag("crossZone")));
    return job(transitions.begin(changed, CONFIGURING, ACTIVE, CHANGE));
  }

  Map<String, Object> protect(Call call) {
    Resource balancer = unlocked(call);
    Parameters in = call.parameters();
    boolean enabled = in.flag("DeletionProtectionEnabled", balancer.flag("deletionProtection"));
    store.put(
        balancer
            .with("deletionProtection", enabled)
            .with("deletionProtectionReason", in.text("DeletionProtectionReason", ""))
            .with("modificationProtectionReason", in.text("ModificationProtectionReason", ""))
            .with(
                "modificationProtection",
                in.text("ModificationProtectionStatus", balancer.text("modificationProtection"))));
    return Fields.of();
  }

  Map<String, Object> joinSecurityGroups(Call call) {
    Resource balancer = unlocked(call);
    List<String> groups = new ArrayList<>(balancer.texts("securityGroupIds"));
    groups.removeAll(call.parameters().texts("SecurityGroupIds"));
    groups.addAll(call.parameters().texts("SecurityGroupIds"));
    return job(
        transitions.begin(balancer.with("securityGroupIds", groups), CONFIGURING, ACTIVE, CHANGE));
  }

  Map<String, Object> leaveSecurityGroups(Call call) {
    Resource balancer = unlocked(call);
    List<String> groups = new ArrayList<>(balancer.texts("securityGroupIds"));
    groups.removeAll(call.parameters().texts("SecurityGroupIds"));
    return job(
        transitions.begin(balancer.with("securityGroupIds", groups), CONFIGURING, ACTIVE, CHANGE));
  }

  Map<String, Object> delete(Call call) {
    Resource balancer = find(call, call.parameters().required("LoadBalancerId"));
    if (balancer.flag("deletionProtection")) {
      throw new ApiError(
          400,
          "OperationDenied.DeletionProtectionEnabled",
          "The operation is not allowed because deletion protection is enabled.");
    }
    if (balancer.is("Provisioning")) {
      throw new ApiError(
          400, "ResourceInCreating.loadbalancer", "The load balancer is being created.");
    }
    if (!balancer.is("CreateFailed")) {
      requireUnlocked(balancer);
    }
    requireUnused(balancer);
    return job(transitions.begin(balancer, "Deleting", Resource.GONE, Duration.ofMillis(500)));
  }

  private void requireUnused(Resource balancer) {
    boolean attached =
        store.all("vpcendpointservice").stream()
            .flatMap(service -> service.objects("resources").stream())
            .anyMatch(resource -> balancer.id().equals(resource.get("resourceId")));
    if (attached) {
      throw new ApiError(
          400,
          "OperationDenied.ResourceAssociated",
          "The load balancer is a resource of an endpoint service.");
    }
    if (!listenersOf(balancer.id()).isEmpty()) {
      throw new ApiError(
          400, "OperationDenied.ListenerExists", "The load balancer still has listeners.");
    }
  }

  private static Map<String, Object> job(Resource changing) {
    return Fields.of("JobId", Jobs.of(changing));
  }

  /**
   * Returns the load balancer of the call.
   *
   * @throws ApiError if something else is changing it
   */
  private Resource unlocked(Call call) {
    Resource balancer = find(call, call.parameters().required("LoadBalancerId"));
    requireUnlocked(balancer);
    return balancer;
  }

  /**
   * Refuses an operation while the load balancer or one of its listeners is changing.
   *
   * @throws ApiError Conflict.Lock or IncorrectStatus.loadbalancer
   */
  void requireUnlocked(Resource balancer) {
    if (balancer.is(CONFIGURING)
        || listenersOf(balancer.id()).stream().anyMatch(l -> l.next().isPresent())) {
      throw NlbErrors.locked(balancer.id());
    }
    if (!balancer.is(ACTIVE)) {
      throw NlbErrors.incorrectStatus("loadbalancer", balancer.id());
    }
  }

  List<Resource> listenersOf(String balancerId) {
    return store.all(Listeners.TYPE).stream()
        .filter(listener -> listener.text("loadBalancerId").equals(balancerId))
        .toList();
  }

  Resource find(Call call, String id) {
    return lookUp(call, id).orElseThrow(() -> NlbErrors.notFound("loadBalancer"));
  }

  private Optional<Resource> lookUp(Call call, String id) {
    return store
        .find(TYPE, id)
        .filter(b -> b.account().equals(call.account()) && b.region().equals(call.region()));
  }
}
