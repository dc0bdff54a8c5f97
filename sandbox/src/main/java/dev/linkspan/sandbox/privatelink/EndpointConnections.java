package dev.linkspan.sandbox.privatelink;

import dev.linkspan.sandbox.api.ApiError;
import dev.linkspan.sandbox.api.Call;
import dev.linkspan.sandbox.api.ListResponse;
import dev.linkspan.sandbox.api.Parameters;
import dev.linkspan.sandbox.json.Fields;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import dev.linkspan.sandbox.state.Transitions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The connections of endpoints to services. A connection has the id of its endpoint. Both a new and
 * a refused connection are Disconnected; the status of its zones shows the difference.
 */
public final class EndpointConnections {
  public static final String TYPE = "vpcendpointconnection";
  public static final String CONNECTED = "Connected";
  public static final String DISCONNECTED = "Disconnected";

  /** Attribute of a connection that the service's owner has accepted or refused. */
  public static final String DECIDED = "decided";

  private static final String CONNECTING = "Connecting";
  private static final String DISCONNECTING = "Disconnecting";
  private static final Duration CHANGE = Duration.ofSeconds(1);

  private final Store store;
  private final Transitions transitions;
  private final EndpointServices services;

  EndpointConnections(Store store, Transitions transitions, EndpointServices services) {
    this.store = store;
    this.transitions = transitions;
    this.services = services;
  }

  /**
   * Creates the connection of a new endpoint. It waits for the owner, unless the service accepts
   * connections automatically.
   */
  void open(Resource endpoint, Resource service) {
    Resource connection =
        modified(
            Resource.of(TYPE, endpoint.id(), service.account(), service.region(), endpoint.id())
                .with("serviceId", service.id())
                .with("endpointOwner", endpoint.account())
                .with("endpointVpcId", endpoint.text("vpcId"))
                .with(DECIDED, service.flag("autoAccept")));
    if (service.flag("autoAccept")) {
      transitions.begin(connection, CONNECTING, CONNECTED, CHANGE);
    } else {
      transitions.settle(connection, DISCONNECTED);
    }
  }

  private static Resource modified(Resource connection) {
    return connection.with(
        "modifiedAt", Instant.ofEpochMilli(System.currentTimeMillis()).toString());
  }

  Map<String, Object> enable(Call call) {
    Resource connection = changeable(call);
    Resource service = services.find(call);
    if (!connection.is(DISCONNECTED)) {
      throw denied();
    }
    Resource endpoint = endpoint(connection);
    if (!endpoint.is(VpcEndpoints.ACTIVE)) {
      throw PrivateLinkErrors.error("EndpointOperationDenied", "The endpoint is changing.");
    }
    boolean served =
        EndpointZone.of(endpoint).stream()
            .anyMatch(
                zone ->
                    ServiceResource.of(service).stream()
                        .anyMatch(resource -> resource.zoneId().equals(zone.zoneId())));
    if (!served) {
      throw PrivateLinkErrors.error(
          "OperationDenied.NoAvailableServiceResource",
          "The service has no resource in the zones of the endpoint.");
    }
    transitions.begin(modified(connection.with(DECIDED, true)), CONNECTING, CONNECTED, CHANGE);
    return Fields.of();
  }

  Map<String, Object> disable(Call call) {
    Resource connection = changeable(call);
    boolean waiting = connection.is(DISCONNECTED) && !connection.flag(DECIDED);
    if (!connection.is(CONNECTED) && !waiting) {
      throw denied();
    }
    transitions.begin(
        modified(connection.with(DECIDED, true)), DISCONNECTING, DISCONNECTED, CHANGE);
    return Fields.of();
  }

  Map<String, Object> update(Call call) {
    changeable(call);
    throw PrivateLinkErrors.error(
        "UpdateBandWidthUnSupported", "The bandwidth of an nlb service cannot be changed.");
  }

  private Resource changeable(Call call) {
    Resource service = services.find(call);
    Resource connection =
        store
            .find(TYPE, call.parameters().required("EndpointId"))
            .filter(c -> c.text("serviceId").equals(service.id()))
            .orElseThrow(
                () ->
                    PrivateLinkErrors.error(
                        "EndpointConnectionNotFound", "The endpoint connection is unknown."));
    boolean another =
        store.all(TYPE).stream()
            .filter(other -> other.account().equals(call.account()))
            .anyMatch(other -> other.next().isPresent() && !other.id().equals(connection.id()));
    if (another) {
      throw PrivateLinkErrors.concurrent();
    }
    return connection;
  }

  private static ApiError denied() {
    return PrivateLinkErrors.error(
        "EndpointConnectionOperationDenied",
        "The operation is denied in the current status of the connection.");
  }

  private Resource endpoint(Resource connection) {
    return store
        .find(VpcEndpoints.TYPE, connection.id())
        .orElseThrow(
            () ->
                PrivateLinkErrors.error(
                    "EndpointNotFound", "The specified endpoint does not exist."));
  }

  Map<String, Object> list(Call call) {
    Parameters in = call.parameters();
    List<Resource> found =
        store.all(TYPE).stream()
            .filter(c -> c.account().equals(call.account()) && c.region().equals(call.region()))
            .filter(c -> in.text("ServiceId").map(c.text("serviceId")::equals).orElse(true))
            .filter(c -> in.text("EndpointId").map(c.id()::equals).orElse(true))
            .filter(
                c -> in.text("EndpointOwnerId").map(c.text("endpointOwner")::equals).orElse(true))
            .filter(c -> in.text("ConnectionStatus").map(c::is).orElse(true))
            .filter(
                c ->
                    in.text("EniId").isEmpty()
                        || zones(c).stream()
                            .anyMatch(z -> in.required("EniId").equals(z.get("EniId"))))
            .filter(
                c ->
                    in.text("ResourceId").isEmpty()
                        || zones(c).stream()
                            .anyMatch(z -> in.required("ResourceId").equals(z.get("ResourceId"))))
            .toList();
    Map<String, Object> body = ListResponse.body("Connections", found, in, 50, 50, this::view);
    // In this response the total is text.
    body.put("TotalCount", Integer.toString(found.size()));
    return body;
  }

  private Map<String, Object> view(Resource connection) {
    return Fields.of(
        "EndpointId",
        connection.id(),
        "EndpointOwnerId",
        Long.parseLong(connection.text("endpointOwner")),
        "EndpointVpcId",
        connection.text("endpointVpcId"),
        "EndpointRegionId",
        connection.region(),
        "ServiceId",
        connection.text("serviceId"),
        "ServiceRegionId",
        connection.region(),
        "ConnectionStatus",
        connection.status(),
        "Bandwidth",
        10_240,
        "ModifiedTime",
        connection.text("modifiedAt"),
        "ResourceOwner",
        connection.account().equals(connection.text("endpointOwner")),
        "ResourceGroupId",
        "rg-default",
        "Zones",
        zones(connection));
  }

  /** Returns the endpoint's zones as the owner of the service sees them. */
  private List<Map<String, Object>> zones(Resource connection) {
    return store.find(VpcEndpoints.TYPE, connection.id()).stream()
        .flatMap(endpoint -> EndpointZone.of(endpoint).stream())
        .map(
            zone ->
                Fields.of(
                    "ZoneId",
                    zone.zoneId(),
                    "ZoneStatus",
                    zoneStatus(connection),
                    "VSwitchId",
                    zone.vSwitchId(),
                    "EniId",
                    zone.eniId(),
                    "ResourceId",
                    zone.resourceId(),
                    "ZoneDomain",
                    zone.domain(
                        connection.id(), connection.text("serviceId"), connection.region())))
        .toList();
  }

  /**
   * Returns the status of a connection's zones. The zones of a connection that waits for the owner
   * are in Wait.
   */
  static String zoneStatus(Resource connection) {
    boolean waiting = connection.is(DISCONNECTED) && !connection.flag(DECIDED);
    return waiting ? "Wait" : connection.status();
  }
}
