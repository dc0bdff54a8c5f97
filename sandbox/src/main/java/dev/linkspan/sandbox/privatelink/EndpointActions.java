package dev.linkspan.sandbox.privatelink;

import dev.linkspan.sandbox.api.Call;
import dev.linkspan.sandbox.api.ListResponse;
import dev.linkspan.sandbox.api.Parameters;
import dev.linkspan.sandbox.api.TagActions;
import dev.linkspan.sandbox.json.Fields;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The operations of a consumer on its endpoints. */
final class EndpointActions {
  private final Store store;
  private final VpcEndpoints endpoints;

  EndpointActions(Store store, VpcEndpoints endpoints) {
    this.store = store;
    this.endpoints = endpoints;
  }

  Map<String, Object> create(Call call) {
    Parameters in = call.parameters();
    List<VpcEndpoints.Placement> placements = new ArrayList<>();
    for (Parameters zone : in.list("Zone")) {
      String vSwitchId = zone.required("VSwitchId");
      Resource vSwitch =
          store
              .find("vswitch", vSwitchId)
              .filter(v -> v.account().equals(call.account()))
              .orElseThrow(
                  () -> PrivateLinkErrors.error("VSwitchNotFound", "The vSwitch is unknown."));
      placements.add(
          new VpcEndpoints.Placement(zone.text("ZoneId", vSwitch.text("zoneId")), vSwitchId));
    }
    String service = in.text("ServiceId").orElseGet(() -> in.required("ServiceName"));
    Resource endpoint =
        endpoints.create(
            new VpcEndpoints.Spec(
                call.account(),
                call.region(),
                in.required("VpcId"),
                service,
                placements,
                in.texts("SecurityGroupId"),
                in.text("EndpointName", ""),
                TagActions.checked(in.tags())));
    return common(endpoint);
  }

  Map<String, Object> get(Call call) {
    Resource endpoint = find(call);
    Map<String, Object> view = view(endpoint);
    view.put("Payer", "Endpoint");
    view.put("ZonePrivateIpAddressCount", 1);
    return view;
  }

  Map<String, Object> list(Call call) {
    Parameters in = call.parameters();
    List<Resource> found =
        store.all(VpcEndpoints.TYPE).stream()
            .filter(e -> e.account().equals(call.account()) && e.region().equals(call.region()))
            .filter(e -> in.text("EndpointId").map(e.id()::equals).orElse(true))
            .filter(e -> in.text("EndpointName").map(e.name()::equals).orElse(true))
            .filter(e -> in.text("EndpointStatus").map(e::is).orElse(true))
            .filter(e -> in.text("ServiceName").map(e.text("serviceName")::equals).orElse(true))
            .filter(e -> in.text("VpcId").map(e.text("vpcId")::equals).orElse(true))
            .filter(e -> in.text("ConnectionStatus").map(connectionStatus(e)::equals).orElse(true))
            .filter(e -> e.hasTags(in.tags()))
            .toList();
    return ListResponse.body("Endpoints", found, in, 50, 1000, this::listed);
  }

  private Map<String, Object> listed(Resource endpoint) {
    Map<String, Object> view = view(endpoint);
    view.put("Tags", PrivateLink.tags(endpoint));
    return view;
  }

  private Map<String, Object> view(Resource endpoint) {
    Map<String, Object> view = common(endpoint);
    view.put("EndpointType", "Interface");
    view.put("RegionId", endpoint.region());
    view.put("ResourceOwner", true);
    view.put("ResourceGroupId", "rg-default");
    view.put("ProtectedEnabled", false);
    view.put("PolicyDocument", "");
    return view;
  }

  /** Returns what the response to a creation has, too. */
  private Map<String, Object> common(Resource endpoint) {
    return Fields.of(
        "EndpointId",
        endpoint.id(),
        "EndpointName",
        endpoint.name(),
        "EndpointDomain",
        endpoint.id()
            + "."
            + endpoint.text("serviceId")
            + "."
            + endpoint.region()
            + ".privatelink.aliyuncs.com",
        "EndpointStatus",
        endpoint.status(),
        "EndpointBusinessStatus",
        "Normal",
        "ConnectionStatus",
        connectionStatus(endpoint),
        "Bandwidth",
        10_240,
        "ServiceId",
        endpoint.text("serviceId"),
        "ServiceName",
        endpoint.text("serviceName"),
        "ServiceRegionId",
        endpoint.region(),
        "VpcId",
        endpoint.text("vpcId"),
        "AddressIpVersion",
        "IPv4",
        "EndpointDescription",
        "",
        "ZoneAffinityEnabled",
        false,
        "CreateTime",
        endpoint.createdAt().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  private String connectionStatus(Resource endpoint) {
    return connection(endpoint).map(Resource::status).orElse("ServiceDeleted");
  }

  private Optional<Resource> connection(Resource endpoint) {
    return store.find(EndpointConnections.TYPE, endpoint.id());
  }

  Map<String, Object> listZones(Call call) {
    Resource endpoint = find(call);
    String status =
        connection(endpoint).map(EndpointConnections::zoneStatus).orElse("Disconnected");
    return ListResponse.body(
        "Zones",
        EndpointZone.of(endpoint),
        call.parameters(),
        50,
        1000,
        zone ->
            Fields.of(
                "ZoneId",
                zone.zoneId(),
                "ZoneStatus",
                status,
                "VSwitchId",
                zone.vSwitchId(),
                "EniId",
                zone.eniId(),
                "EniIp",
                zone.address(),
                "RegionId",
                endpoint.region(),
                "ZoneDomain",
                zone.domain(endpoint.id(), endpoint.text("serviceId"), endpoint.region())));
  }

  Map<String, Object> listSecurityGroups(Call call) {
    return ListResponse.body(
        "SecurityGroups",
        find(call).texts("securityGroupIds"),
        call.parameters(),
        50,
        1000,
        id -> Fields.of("SecurityGroupId", id, "SecurityGroupStatus", "Active"));
  }

  Map<String, Object> delete(Call call) {
    Resource endpoint = find(call);
    if (!endpoint.is(VpcEndpoints.ACTIVE)) {
      throw PrivateLinkErrors.error("EndpointOperationDenied", "The endpoint is changing.");
    }
    endpoints.delete(endpoint.id());
    return Fields.of();
  }

  /** Lists the services that the caller can connect to. */
  Map<String, Object> listUsableServices(Call call) {
    Parameters in = call.parameters();
    List<Resource> usable =
        store.all(EndpointServices.TYPE).stream()
            .filter(s -> s.region().equals(call.region()))
            .filter(
                s ->
                    s.account().equals(call.account()) || s.texts("users").contains(call.account()))
            .filter(s -> in.text("ServiceId").map(s.id()::equals).orElse(true))
            .filter(s -> in.text("ServiceName").map(s.text("serviceName")::equals).orElse(true))
            .toList();
    Map<String, Object> body =
        ListResponse.body("Services", usable, in, 50, 1000, this::usableService);
    // In this response the total is text.
    body.put("TotalCount", Integer.toString(usable.size()));
    return body;
  }

  private Map<String, Object> usableService(Resource service) {
    return Fields.of(
        "ServiceId",
        service.id(),
        "ServiceName",
        service.text("serviceName"),
        "ServiceDomain",
        service.id() + "." + service.region() + ".privatelink.aliyuncs.com",
        "ServiceType",
        "Interface",
        "ServiceResourceType",
        service.text("resourceType"),
        "ServiceSupportIPv6",
        false,
        "AddressIpVersion",
        "IPv4",
        "AutoAcceptEnabled",
        service.flag("autoAccept"),
        "ZoneAffinityEnabled",
        service.flag("zoneAffinity"),
        "Payer",
        service.text("payer"),
        "ResourceGroupId",
        service.text("resourceGroupId"),
        "VpcEndpointPolicySupported",
        false,
        "Zones",
        endpoints.zonesOfService(service.region(), service.id()).orElse(List.of()),
        "Tags",
        PrivateLink.tags(service));
  }

  private Resource find(Call call) {
    return store
        .find(VpcEndpoints.TYPE, call.parameters().required("EndpointId"))
        .filter(e -> e.account().equals(call.account()) && e.region().equals(call.region()))
        .orElseThrow(
            () ->
                PrivateLinkErrors.error(
                    "EndpointNotFound", "The specified endpoint does not exist."));
  }
}
