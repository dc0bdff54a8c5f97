package dev.linkspan.sandbox.nlb;

import dev.linkspan.sandbox.api.Action;
import dev.linkspan.sandbox.api.ApiError;
import dev.linkspan.sandbox.api.Call;
import dev.linkspan.sandbox.api.MissingParameter;
import dev.linkspan.sandbox.api.Product;
import dev.linkspan.sandbox.api.RegionActions;
import dev.linkspan.sandbox.api.Regions;
import dev.linkspan.sandbox.api.TagActions;
import dev.linkspan.sandbox.forwarding.ListenerForwarding;
import dev.linkspan.sandbox.json.Fields;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import dev.linkspan.sandbox.state.Transitions;
import dev.linkspan.sandbox.vpc.Addresses;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Network Load Balancer, API version 2022-04-30, with a real data path. */
public final class Nlb implements Product {
  private final Map<String, Action> actions = new LinkedHashMap<>();
  private final ListenerReconciler forwarding;
  private final Runnable settle;

  public Nlb(Store store, Transitions transitions, ListenerForwarding tcp, Addresses addresses) {
    ServerGroups groups = new ServerGroups(store, transitions);
    ServerGroupMembers members = new ServerGroupMembers(store, groups);
    LoadBalancers balancers = new LoadBalancers(store, transitions, addresses);
    Listeners listeners = new Listeners(store, transitions, balancers, groups);
    forwarding = new ListenerReconciler(store, tcp);
    serverGroupActions(groups, members);
    loadBalancerActions(balancers);
    listenerActions(listeners, new ListenerHealth(store, listeners, forwarding));
    tagActions(store);
    transitions.onChange(
        ServerGroups.TYPE,
        (group, old) -> {
          groups.settleMembers(group);
          forwarding.reconcile();
        });
    transitions.onChange(LoadBalancers.TYPE, (balancer, old) -> forwarding.reconcile());
    transitions.onChange(Listeners.TYPE, (listener, old) -> forwarding.reconcile());
    settle = () -> store.all(ServerGroups.TYPE).forEach(groups::settleMembers);
  }

  /** Opens the listeners that should be open. Call this method after all products are added. */
  public void start() {
    settle.run();
    forwarding.reconcile();
  }

  private void tagActions(Store store) {
    Map<String, String> types =
        Map.of(
            LoadBalancers.TYPE,
            LoadBalancers.TYPE,
            ServerGroups.TYPE,
            ServerGroups.TYPE,
            Listeners.TYPE,
            Listeners.TYPE);
    TagActions tags = new TagActions(store, types, () -> NlbErrors.notFound("ResourceId"), false);
    actions.put("TagResources", tags::tag);
    actions.put("UntagResources", tags::untag);
    actions.put("ListTagResources", tags::list);
  }

  private void serverGroupActions(ServerGroups groups, ServerGroupMembers members) {
    actions.put("CreateServerGroup", groups::create);
    actions.put("ListServerGroups", groups::list);
    actions.put("UpdateServerGroupAttribute", groups::update);
    actions.put("DeleteServerGroup", groups::delete);
    actions.put("AddServersToServerGroup", members::add);
    actions.put("ListServerGroupServers", members::list);
    actions.put("UpdateServerGroupServersAttribute", members::update);
    actions.put("RemoveServersFromServerGroup", members::remove);
  }

  private void loadBalancerActions(LoadBalancers balancers) {
    actions.put("CreateLoadBalancer", balancers::create);
    actions.put("GetLoadBalancerAttribute", balancers::get);
    actions.put("ListLoadBalancers", balancers::list);
    actions.put("UpdateLoadBalancerAttribute", balancers::update);
    actions.put("UpdateLoadBalancerProtection", balancers::protect);
    actions.put("LoadBalancerJoinSecurityGroup", balancers::joinSecurityGroups);
    actions.put("LoadBalancerLeaveSecurityGroup", balancers::leaveSecurityGroups);
    actions.put("DeleteLoadBalancer", balancers::delete);
    actions.put("DescribeZones", Nlb::zones);
    actions.put("DescribeRegions", RegionActions.describe(name(), false, region -> region));
    actions.put("GetJobStatus", Jobs::status);
    actions.put("ListAsynJobs", Jobs::list);
  }

  private void listenerActions(Listeners listeners, ListenerHealth health) {
    actions.put("CreateListener", listeners::create);
    actions.put("GetListenerAttribute", listeners::get);
    actions.put("ListListeners", listeners::list);
    actions.put("UpdateListenerAttribute", listeners::update);
    actions.put("StartListener", listeners::start);
    actions.put("StopListener", listeners::stop);
    actions.put("DeleteListener", listeners::delete);
    actions.put("GetListenerHealthStatus", health::get);
  }

  private static Map<String, Object> zones(Call call) {
    return Fields.of(
        "Zones",
        Regions.zonesOf(call.region()).stream()
            .map(zone -> Fields.of("ZoneId", zone, "LocalName", "Zone " + zone))
            .toList());
  }

  static List<Map<String, Object>> keyValues(Resource resource) {
    return tags(resource, "Key", "Value");
  }

  static List<Map<String, Object>> tagKeyValues(Resource resource) {
    return tags(resource, "TagKey", "TagValue");
  }

  private static List<Map<String, Object>> tags(Resource resource, String key, String value) {
    return resource.tags().entrySet().stream()
        .map(tag -> Fields.of(key, tag.getKey(), value, tag.getValue()))
        .toList();
  }

  @Override
  public String name() {
    return "Nlb";
  }

  @Override
  public String version() {
    return "2022-04-30";
  }

  @Override
  public Map<String, Action> actions() {
    return actions;
  }

  @Override
  public String tokenMismatchCode() {
    return "IdempotenceSignatureMismatch";
  }

  @Override
  public ApiError invalid(String parameter) {
    return NlbErrors.illegal(parameter);
  }

  @Override
  public ApiError missing(MissingParameter error) {
    return new ApiError(
        400,
        "MissingParam." + error.parameter(),
        "The param of " + error.parameter() + " is missing.");
  }
}
