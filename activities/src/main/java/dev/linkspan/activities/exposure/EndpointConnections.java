package dev.linkspan.activities.exposure;

import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.activities.alibabacloud.TokenPage;
import dev.linkspan.workflows.steps.Failures;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The endpoints at an endpoint service, as its owner sees them (PrivateLink's API 2020-04-15). */
public final class EndpointConnections {
  private static final Logger LOG = LoggerFactory.getLogger(EndpointConnections.class);
  private static final String CHANGES = "changes of endpoint connections";
  private static final String ENABLE = "EnableVpcEndpointConnection";
  private static final String DISABLE = "DisableVpcEndpointConnection";
  private static final String CONNECTED = "Connected";
  private static final String DISCONNECTED = "Disconnected";
  private static final String WAITING = "Wait";

  /**
   * One endpoint as the API returns it.
   *
   * @param connectionStatus {@code Disconnected} both before the first decision and after a
   *     rejection
   * @param modifiedTime ISO 8601
   */
  public record EndpointConnection(
      String endpointId,
      long endpointOwnerId,
      @Nullable String connectionStatus,
      String modifiedTime,
      @Nullable List<Zone> zones) {

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

    /** Whether somebody is deleting the endpoint or the service. */
    private boolean ends() {
      return "Deleting".equals(connectionStatus) || "ServiceDeleted".equals(connectionStatus);
    }

    private boolean disconnected() {
      return DISCONNECTED.equals(connectionStatus);
    }

    /** Whether it waits for a decision. The status alone does not show that; the zones do. */
    public boolean waiting() {
      return disconnected()
          && zones != null
          && zones.stream().anyMatch(zone -> WAITING.equals(zone.zoneStatus()));
    }
  }

  /** A zone of an endpoint. */
  public record Zone(String zoneId, @Nullable String zoneStatus) {}

  private record Connections(
      @Nullable List<EndpointConnection> connections, @Nullable String nextToken)
      implements TokenPage<EndpointConnection> {
    @Override
    public @Nullable List<EndpointConnection> items() {
      return connections;
    }
  }

  private final OwnerClient client;

  public EndpointConnections(OwnerClient client) {
    this.client = client;
  }

  /** All endpoints at the service; none where the service is gone. */
  public List<EndpointConnection> list(String serviceId) {
    return OwnerClient.unlessNotFound(
            () ->
                client.privateLinkList(
                    "ListVpcEndpointConnections",
                    Map.of("ServiceId", serviceId, "MaxResults", "50"),
                    Connections.class))
        .orElse(List.of());
  }

  /** One endpoint at the service. */
  public Optional<EndpointConnection> find(String serviceId, String endpointId) {
    return list(serviceId).stream().filter(c -> endpointId.equals(c.endpointId())).findFirst();
  }

  /** Like {@link #find}, from a read that activities of the setup share within a moment. */
  public Optional<EndpointConnection> findNow(String serviceId, String endpointId) {
    return client
        .reads()
        .byId(
            endpointsOf(serviceId),
            endpointId,
            Integer.MAX_VALUE,
            ids -> list(serviceId),
            EndpointConnection::endpointId);
  }

  /** Makes the next shared read of the service's endpoints a new one. */
  public void forget(String serviceId) {
    client.reads().forgetById(endpointsOf(serviceId));
  }

  private static String endpointsOf(String serviceId) {
    return "endpoints of " + serviceId;
  }

  /**
   * Accepts the endpoint, again where its state did not allow that, until it is connected. An
   * account may change one connection at a time: others wait for their turn until this one is.
   *
   * @param seen the endpoint as it was read a moment ago
   */
  public void connect(String serviceId, EndpointConnection seen) {
    String endpointId = seen.endpointId();
    client.inTurn(
        CHANGES,
        () -> {
          boolean accepted = seen.disconnected() && change(ENABLE, serviceId, endpointId);
          return client.waitForEnd(
              accepted ? ENABLE : "",
              "endpoint " + endpointId + " to be Connected",
              () ->
                  enableIfDisconnected(serviceId, endpointId)
                      .filter(EndpointConnection::connected));
        });
  }

  /**
   * Returns the connection; empty where it was disconnected and has been accepted.
   *
   * @throws io.temporal.failure.ApplicationFailure that parks the step: it never gets connected
   */
  private Optional<EndpointConnection> enableIfDisconnected(String serviceId, String endpointId) {
    Optional<EndpointConnection> now = find(serviceId, endpointId);
    if (now.filter(endpoint -> !endpoint.ends()).isEmpty()) {
      throw Failures.needsPerson(
          "the approved endpoint %s is %s"
              .formatted(endpointId, now.map(EndpointConnection::connectionStatus).orElse("gone")),
          "Look at the connection in TiDB Cloud, then retry.");
    }
    return now.filter(EndpointConnection::disconnected).isPresent()
            && change(ENABLE, serviceId, endpointId)
        ? Optional.empty()
        : now;
  }

  /**
   * Rejects an endpoint that waits for a decision, which its owner can see; disconnects one that is
   * connected. Waits until it is disconnected, or gone.
   */
  public void reject(String serviceId, String endpointId) {
    client.inTurn(
        CHANGES,
        () -> {
          client.waitFor(
              "endpoint " + endpointId + " to be rejected",
              () -> {
                boolean waits =
                    find(serviceId, endpointId).filter(EndpointConnection::waiting).isPresent();
                return !waits || change(DISABLE, serviceId, endpointId)
                    ? Optional.of(true)
                    : Optional.empty();
              });
          return waitUntilDisconnected(serviceId, endpointId);
        });
  }

  /** Disconnects the endpoint and waits until it is, or is gone. */
  public void disconnect(String serviceId, String endpointId) {
    client.inTurn(CHANGES, () -> waitUntilDisconnected(serviceId, endpointId));
  }

  private boolean waitUntilDisconnected(String serviceId, String endpointId) {
    return client.waitFor(
        "endpoint " + endpointId + " to be Disconnected",
        () -> {
          String status =
              find(serviceId, endpointId)
                  .map(EndpointConnection::connectionStatus)
                  .orElse(DISCONNECTED);
          if (status.equals(CONNECTED) || status.equals("Connecting")) {
            change(DISABLE, serviceId, endpointId);
          }
          return status.equals(DISCONNECTED) || status.equals("ServiceDeleted")
              ? Optional.of(true)
              : Optional.empty();
        });
  }

  private boolean change(String action, String serviceId, String endpointId) {
    boolean accepted =
        client.tryPrivateLink(action, Map.of("ServiceId", serviceId, "EndpointId", endpointId));
    if (accepted) {
      LOG.info("{} of {} at {} accepted", action, endpointId, serviceId);
    }
    return accepted;
  }
}
