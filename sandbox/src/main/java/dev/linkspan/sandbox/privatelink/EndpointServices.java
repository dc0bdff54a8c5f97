package dev.linkspan.sandbox.privatelink;

import dev.linkspan.sandbox.api.ApiError;
import dev.linkspan.sandbox.api.Call;
import dev.linkspan.sandbox.api.ListResponse;
import dev.linkspan.sandbox.api.Parameters;
import dev.linkspan.sandbox.api.TagActions;
import dev.linkspan.sandbox.json.Fields;
import dev.linkspan.sandbox.settings.Settings;
import dev.linkspan.sandbox.settings.Settings.Setting;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import dev.linkspan.sandbox.state.Transitions;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The operations on endpoint services. */
public final class EndpointServices {
  public static final String TYPE = "vpcendpointservice";
  static final String ACTIVE = "Active";
  private static final String PENDING = "Pending";
  private static final String DELETING = "Deleting";
  private static final String NAME_PREFIX = "com.aliyuncs.privatelink.";
  private static final Duration CHANGE = Duration.ofMillis(300);

  private final Store store;
  private final Transitions transitions;
  private final ServiceBackends backends;
  private final Settings settings;

  EndpointServices(
      Store store, Transitions transitions, ServiceBackends backends, Settings settings) {
    this.settings = settings;
    this.store = store;
    this.transitions = transitions;
    this.backends = backends;
  }

  Map<String, Object> create(Call call) {
    Parameters in = call.parameters();
    List<ServiceResource> resources = new ArrayList<>();
    for (Parameters wanted : in.list("Resource")) {
      resources.add(backends.resolve(call, wanted));
    }
    String id = store.newId("epsrv");
    Resource service =
        Resource.of(TYPE, id, call.account(), call.region(), in.text("ServiceName", id))
            .withTags(TagActions.checked(in.tags()))
            .with("serviceName", NAME_PREFIX + call.region() + "." + id)
            .with("resourceType", in.text("ServiceResourceType", "slb"))
            .with("autoAccept", in.flag("AutoAcceptEnabled", false))
            .with("zoneAffinity", in.flag("ZoneAffinityEnabled", false))
            .with("payer", in.text("Payer", "Endpoint"))
            .with("description", in.text("ServiceDescription", ""))
            .with("resourceGroupId", in.text("ResourceGroupId", "rg-default"))
            .with("users", List.of(call.account()));
    Resource begun =
        transitions.begin(
            ServiceResource.into(service, resources), "Creating", ACTIVE, Duration.ofSeconds(1));
    resources.forEach(resource -> backends.attached(resource.resourceId()));
    return common(begun);
  }

  Map<String, Object> get(Call call) {
    Resource service = find(call);
    Map<String, Object> view = view(service);
    view.put(
        "Zones",
        ServiceResource.of(service).stream().map(ServiceResource::zoneId).distinct().toList());
    return view;
  }

  private static Map<String, Object> view(Resource service) {
    Map<String, Object> view = common(service);
    view.put("ServiceType", "Interface");
    view.put("ServiceResourceType", service.text("resourceType"));
    view.put("Payer", service.text("payer"));
    view.put("MinBandwidth", 3072);
    view.put("MaxBandwidth", 10_240);
    view.put("ConnectBandwidth", 3072);
    view.put("RegionId", service.region());
    return view;
  }

  /** Returns what the response to a creation has, too. */
  private static Map<String, Object> common(Resource service) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("ServiceId", service.id());
    view.put("ServiceName", service.text("serviceName"));
    view.put("ServiceDomain", service.id() + "." + service.region() + ".privatelink.aliyuncs.com");
    view.put("ServiceStatus", service.status());
    view.put("ServiceBusinessStatus", "Normal");
    view.put("ServiceDescription", service.text("description"));
    view.put("ServiceSupportIPv6", false);
    view.put("AddressIpVersion", "IPv4");
    view.put("AutoAcceptEnabled", service.flag("autoAccept"));
    view.put("ZoneAffinityEnabled", service.flag("zoneAffinity"));
    view.put("ResourceGroupId", service.text("resourceGroupId"));
    view.put("CreateTime", service.createdAt().truncatedTo(ChronoUnit.SECONDS).toString());
    return view;
  }

  Map<String, Object> list(Call call) {
    Parameters in = call.parameters();
    Map<String, String> tags = in.tags();
    List<Resource> found =
        store.all(TYPE).stream()
            .filter(s -> s.account().equals(call.account()) && s.region().equals(call.region()))
            .filter(s -> in.text("ServiceId").map(s.id()::equals).orElse(true))
            .filter(s -> in.text("ServiceName").map(s.text("serviceName")::equals).orElse(true))
            .filter(s -> in.text("ServiceStatus").map(s::is).orElse(true))
            .filter(s -> in.text("ResourceId").map(id -> uses(s, id)).orElse(true))
            .filter(
                s ->
                    in.text("ServiceResourceType").map(s.text("resourceType")::equals).orElse(true))
            .filter(s -> in.flag("AutoAcceptEnabled", s.flag("autoAccept")) == s.flag("autoAccept"))
            .filter(
                s ->
                    in.flag("ZoneAffinityEnabled", s.flag("zoneAffinity"))
                        == s.flag("zoneAffinity"))
            .filter(s -> s.hasTags(tags))
            .toList();
    return ListResponse.body(
        "Services", found, in, 50, 1000, service -> withTags(view(service), service));
  }

  private static boolean uses(Resource service, String resourceId) {
    return ServiceResource.of(service).stream().anyMatch(r -> r.resourceId().equals(resourceId));
  }

  private static Map<String, Object> withTags(Map<String, Object> view, Resource service) {
    view.put("Tags", PrivateLink.tags(service));
    return view;
  }

  Map<String, Object> update(Call call) {
    Parameters in = call.parameters();
    Resource service = active(call);
    Resource changed =
        service
            .with("autoAccept", in.flag("AutoAcceptEnabled", service.flag("autoAccept")))
            .with("zoneAffinity", in.flag("ZoneAffinityEnabled", service.flag("zoneAffinity")))
            .with("description", in.text("ServiceDescription", service.text("description")));
    transitions.begin(changed, PENDING, ACTIVE, CHANGE);
    return Fields.of();
  }

  Map<String, Object> attach(Call call) {
    Resource service = active(call);
    ServiceResource resource = backends.resolve(call, call.parameters());
    List<ServiceResource> resources = new ArrayList<>(ServiceResource.of(service));
    if (resources.stream().anyMatch(resource::sameKey)) {
      throw PrivateLinkErrors.error(
          "EndpointServiceResourceExist", "The resource is attached to the service already.");
    }
    resources.add(resource);
    transitions.begin(ServiceResource.into(service, resources), PENDING, ACTIVE, CHANGE);
    backends.attached(resource.resourceId());
    return Fields.of();
  }

  Map<String, Object> detach(Call call) {
    Resource service = active(call);
    String id = call.parameters().required("ResourceId");
    String zone = call.parameters().text("ZoneId", "");
    List<ServiceResource> left = new ArrayList<>(ServiceResource.of(service));
    boolean removed =
        left.removeIf(
            r -> r.resourceId().equals(id) && (zone.isEmpty() || r.zoneId().equals(zone)));
    if (!removed) {
      throw PrivateLinkErrors.error(
          "EndpointServiceResourceNotFound", "The resource is not attached to the service.");
    }
    if (connections(service).stream().anyMatch(c -> !c.is(EndpointConnections.DISCONNECTED))) {
      throw hasConnections();
    }
    transitions.begin(ServiceResource.into(service, left), PENDING, ACTIVE, CHANGE);
    return Fields.of();
  }

  Map<String, Object> listResources(Call call) {
    Resource service = find(call);
    long endpoints = connections(service).size();
    Map<String, Object> body =
        ListResponse.body(
            "Resources",
            ServiceResource.of(service),
            call.parameters(),
            50,
            50,
            resource -> resource.view(service.region(), endpoints));
    body.remove("TotalCount");
    return body;
  }

  Map<String, Object> delete(Call call) {
    Resource service = find(call);
    if (isAnotherBeingDeleted(call, service)) {
      throw PrivateLinkErrors.concurrent();
    }
    if (!service.is(ACTIVE)) {
      throw PrivateLinkErrors.serviceBusy();
    }
    List<Resource> connections = connections(service);
    if (connections.stream().anyMatch(c -> !c.is(EndpointConnections.DISCONNECTED))) {
      throw hasConnections();
    }
    if (!connections.isEmpty()) {
      throw PrivateLinkErrors.error(
          "DeleteFailedDueToEndpointExist", "An endpoint of the service still exists.");
    }
    if (!ServiceResource.of(service).isEmpty()) {
      throw PrivateLinkErrors.error(
          "EndpointServiceDependenceViolation", "The service still has resources.");
    }
    boolean stays = settings.flag(Setting.DELETED_SERVICES_STAY);
    transitions.begin(service, DELETING, stays ? "Deleted" : Resource.GONE, Duration.ofMillis(500));
    return Fields.of();
  }

  private boolean isAnotherBeingDeleted(Call call, Resource service) {
    return store.all(TYPE).stream()
        .filter(other -> other.account().equals(call.account()) && other.is(DELETING))
        .anyMatch(other -> !other.id().equals(service.id()));
  }

  private static ApiError hasConnections() {
    return PrivateLinkErrors.error(
        "EndpointServiceConnectionDependence", "An endpoint connection depends on the service.");
  }

  private List<Resource> connections(Resource service) {
    return store.all(EndpointConnections.TYPE).stream()
        .filter(connection -> connection.text("serviceId").equals(service.id()))
        .toList();
  }

  Resource find(Call call) {
    return store
        .find(TYPE, call.parameters().required("ServiceId"))
        .filter(s -> s.account().equals(call.account()) && s.region().equals(call.region()))
        .orElseThrow(PrivateLinkErrors::serviceNotFound);
  }

  /**
   * Returns the service of the call.
   *
   * @throws ApiError if it cannot be changed now
   */
  Resource active(Call call) {
    Resource service = find(call);
    if (service.is(PENDING)) {
      throw PrivateLinkErrors.concurrent();
    }
    if (!service.is(ACTIVE)) {
      throw PrivateLinkErrors.serviceBusy();
    }
    return service;
  }

  /** Returns a service of any owner, by id or name. */
  Optional<Resource> named(String idOrName) {
    return store.all(TYPE).stream()
        .filter(s -> s.id().equals(idOrName) || s.text("serviceName").equals(idOrName))
        .findFirst();
  }
}
