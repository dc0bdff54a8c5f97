package dev.linkspan.sandbox.privatelink;

import dev.linkspan.sandbox.api.Action;
import dev.linkspan.sandbox.api.ApiError;
import dev.linkspan.sandbox.api.Call;
import dev.linkspan.sandbox.api.MissingParameter;
import dev.linkspan.sandbox.api.Product;
import dev.linkspan.sandbox.api.RegionActions;
import dev.linkspan.sandbox.api.Regions;
import dev.linkspan.sandbox.api.TagActions;
import dev.linkspan.sandbox.forwarding.EndpointForwarding;
import dev.linkspan.sandbox.json.Fields;
import dev.linkspan.sandbox.nlb.Listeners;
import dev.linkspan.sandbox.nlb.LoadBalancers;
import dev.linkspan.sandbox.settings.Settings;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import dev.linkspan.sandbox.state.Transitions;
import dev.linkspan.sandbox.vpc.Addresses;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** PrivateLink, API version 2020-04-15: services, endpoints and the network paths between them. */
public final class PrivateLink implements Product {
  private final Map<String, Action> actions = new LinkedHashMap<>();
  private final VpcEndpoints endpoints;
  private final EndpointPaths paths;

  /**
   * @param externalBase first address of endpoints in VPCs outside the sandbox
   */
  public PrivateLink(
      Store store,
      Transitions transitions,
      EndpointForwarding forwarding,
      Addresses addresses,
      Settings settings,
      String externalBase) {
    EndpointServices services =
        new EndpointServices(store, transitions, new ServiceBackends(store, settings), settings);
    EndpointConnections connections = new EndpointConnections(store, transitions, services);
    endpoints =
        new VpcEndpoints(
            store,
            transitions,
            services,
            connections,
            addresses,
            new ExternalAddresses(store, externalBase));
    paths = new EndpointPaths(store, forwarding);
    serviceActions(services, new ServiceUsers(store, services));
    connectionActions(connections);
    endpointActions(new EndpointActions(store, endpoints));
    tagActions(store);
    transitions.onChange(EndpointConnections.TYPE, (connection, old) -> paths.reconcile());
    transitions.onChange(VpcEndpoints.TYPE, (endpoint, old) -> paths.reconcile());
    transitions.onChange(Listeners.TYPE, (listener, old) -> paths.reconcile());
    transitions.onChange(LoadBalancers.TYPE, (balancer, old) -> paths.reconcile());
  }

  /** Opens the paths that should be open. Call this method after all products are added. */
  public void start() {
    paths.reconcile();
  }

  /** The endpoints, for consumers that do not call this API. */
  public VpcEndpoints endpoints() {
    return endpoints;
  }

  public EndpointPaths paths() {
    return paths;
  }

  private void tagActions(Store store) {
    Map<String, String> types =
        Map.of(EndpointServices.TYPE, EndpointServices.TYPE, VpcEndpoints.TYPE, VpcEndpoints.TYPE);
    TagActions tags =
        new TagActions(
            store,
            types,
            () -> PrivateLinkErrors.error("InvalidResourceId.NotFound", "The resource is unknown."),
            false);
    actions.put("TagResources", tags::tag);
    actions.put("UntagResources", tags::untag);
    actions.put("ListTagResources", tags::list);
  }

  private void serviceActions(EndpointServices services, ServiceUsers users) {
    actions.put("CheckProductOpen", call -> Fields.of("Success", true));
    actions.put("DescribeZones", PrivateLink::zones);
    actions.put(
        "DescribeRegions",
        RegionActions.describe(
            name(),
            true,
            region -> {
              region.put(
                  "ServiceResourceTypes", Map.of("ServiceResourceType", List.of("slb", "nlb")));
              return region;
            }));
    actions.put("OpenPrivateLinkService", PrivateLink::open);
    actions.put("CreateVpcEndpointService", services::create);
    actions.put("GetVpcEndpointServiceAttribute", services::get);
    actions.put("ListVpcEndpointServices", services::list);
    actions.put("UpdateVpcEndpointServiceAttribute", services::update);
    actions.put("DeleteVpcEndpointService", services::delete);
    actions.put("ListVpcEndpointServiceResources", services::listResources);
    actions.put("AttachResourceToVpcEndpointService", services::attach);
    actions.put("DetachResourceFromVpcEndpointService", services::detach);
    actions.put("AddUserToVpcEndpointService", users::add);
    actions.put("RemoveUserFromVpcEndpointService", users::remove);
    actions.put("ListVpcEndpointServiceUsers", users::list);
  }

  private void connectionActions(EndpointConnections connections) {
    actions.put("ListVpcEndpointConnections", connections::list);
    actions.put("EnableVpcEndpointConnection", connections::enable);
    actions.put("DisableVpcEndpointConnection", connections::disable);
    actions.put("UpdateVpcEndpointConnectionAttribute", connections::update);
  }

  private void endpointActions(EndpointActions consumer) {
    actions.put("CreateVpcEndpoint", consumer::create);
    actions.put("GetVpcEndpointAttribute", consumer::get);
    actions.put("ListVpcEndpoints", consumer::list);
    actions.put("ListVpcEndpointZones", consumer::listZones);
    actions.put("ListVpcEndpointSecurityGroups", consumer::listSecurityGroups);
    actions.put("ListVpcEndpointServicesByEndUser", consumer::listUsableServices);
    actions.put("DeleteVpcEndpoint", consumer::delete);
  }

  private static Map<String, Object> zones(Call call) {
    return Fields.of(
        "Zones",
        Map.of(
            "Zone",
            Regions.zonesOf(call.region()).stream()
                .map(zone -> Fields.of("ZoneId", zone, "LocalName", zone))
                .toList()));
  }

  private static Map<String, Object> open(Call call) {
    throw PrivateLinkErrors.error("OrderOpend", "PrivateLink is open already.");
  }

  static List<Map<String, Object>> tags(Resource resource) {
    return resource.tags().entrySet().stream()
        .map(tag -> Fields.of("Key", tag.getKey(), "Value", tag.getValue()))
        .toList();
  }

  @Override
  public String name() {
    return "Privatelink";
  }

  @Override
  public String version() {
    return "2020-04-15";
  }

  @Override
  public Map<String, Action> actions() {
    return actions;
  }

  @Override
  public ApiError invalid(String parameter) {
    return PrivateLinkErrors.illegal(parameter);
  }

  @Override
  public ApiError missing(MissingParameter error) {
    return PrivateLinkErrors.error(
        "MissingParam." + error.parameter(), "The parameter " + error.parameter() + " is missing.");
  }
}
