package dev.linkspan.activities.exposure;

import dev.linkspan.activities.alibabacloud.AlibabaCloudException;
import dev.linkspan.activities.alibabacloud.ErrorKind;
import dev.linkspan.activities.alibabacloud.OwnerClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The endpoints at an endpoint service, as its owner sees them (PrivateLink 2020-04-15). */
public final class EndpointConnections {
  private static final String CONNECTED = "Connected";
  private static final String DISCONNECTED = "Disconnected";
  private static final String WAITING = "Wait";

  /**
   * One endpoint.
   *
   * @param connectionStatus {@code Disconnected} both before the first decision and after a refusal
   */
  public record EndpointConnection(
      String endpointId,
      long endpointOwnerId,
      String connectionStatus,
      String modifiedTime,
      List<Zone> zones) {

    /** The account that owns the endpoint, as text. */
    public String ownerAccount() {
      return Long.toString(endpointOwnerId);
    }

    /** Zone ids, sorted. */
    public List<String> zoneIds() {
      return zones == null ? List.of() : zones.stream().map(Zone::zoneId).sorted().toList();
    }

    public boolean connected() {
      return CONNECTED.equals(connectionStatus);
    }

    /** Whether nobody has decided on it yet: the status alone does not tell. */
    public boolean waiting() {
      return DISCONNECTED.equals(connectionStatus)
          && zones != null
          && zones.stream().anyMatch(zone -> WAITING.equals(zone.zoneStatus()));
    }
  }

  /** A zone of an endpoint. */
  public record Zone(String zoneId, String zoneStatus) {}

  private record Connections(List<EndpointConnection> connections) {}

  private record Empty() {}

  private final OwnerClient client;

  public EndpointConnections(OwnerClient client) {
    this.client = client;
  }

  /** All endpoints at the service; empty, too, when the service is gone. */
  public List<EndpointConnection> of(String serviceId) {
    return OwnerClient.unlessGone(
            () ->
                client.privateLink(
                    "ListVpcEndpointConnections",
                    Map.of("ServiceId", serviceId, "MaxResults", "50"),
                    Connections.class))
        .map(Connections::connections)
        .orElse(List.of());
  }

  /** One endpoint at the service. */
  public Optional<EndpointConnection> find(String serviceId, String endpointId) {
    return of(serviceId).stream().filter(c -> endpointId.equals(c.endpointId())).findFirst();
  }

  /** Lets the endpoint connect and waits until it is; repeats what a settling state refused. */
  public void connect(String serviceId, String endpointId) {
    client.until(
        "endpoint " + endpointId + " to be Connected",
        () -> {
          Optional<EndpointConnection> now = find(serviceId, endpointId);
          if (now.map(EndpointConnection::connectionStatus)
              .filter(DISCONNECTED::equals)
              .isPresent()) {
            ask("EnableVpcEndpointConnection", serviceId, endpointId);
          }
          return now.filter(EndpointConnection::connected);
        });
  }

  /**
   * Refuses an endpoint that waits, so that its owner learns of it; disconnects one that is
   * connected. Waits until it is disconnected, or gone.
   */
  public void refuse(String serviceId, String endpointId) {
    client.until(
        "endpoint " + endpointId + " to be refused",
        () -> {
          boolean waits =
              find(serviceId, endpointId).filter(EndpointConnection::waiting).isPresent();
          return !waits || ask("DisableVpcEndpointConnection", serviceId, endpointId)
              ? Optional.of(true)
              : Optional.empty();
        });
    disconnect(serviceId, endpointId);
  }

  /** Disconnects the endpoint and waits until it is, or is gone. */
  public void disconnect(String serviceId, String endpointId) {
    client.until(
        "endpoint " + endpointId + " to be Disconnected",
        () -> {
          String status =
              find(serviceId, endpointId)
                  .map(EndpointConnection::connectionStatus)
                  .orElse(DISCONNECTED);
          if (status.equals(CONNECTED) || status.equals("Connecting")) {
            ask("DisableVpcEndpointConnection", serviceId, endpointId);
          }
          return status.equals(DISCONNECTED) || status.equals("ServiceDeleted")
              ? Optional.of(true)
              : Optional.empty();
        });
  }

  /**
   * What the state refuses now may be done already: the next look tells.
   *
   * @return whether it was accepted
   */
  private boolean ask(String action, String serviceId, String endpointId) {
    try {
      client.privateLink(
          action, Map.of("ServiceId", serviceId, "EndpointId", endpointId), Empty.class);
      return true;
    } catch (AlibabaCloudException e) {
      if (!e.is(ErrorKind.RESOURCE_BUSY) && !e.is(ErrorKind.NOT_FOUND)) {
        throw e;
      }
      return false;
    }
  }
}
