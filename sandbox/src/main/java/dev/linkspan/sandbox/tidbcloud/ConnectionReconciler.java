package dev.linkspan.sandbox.tidbcloud;

import dev.linkspan.sandbox.api.ApiError;
import dev.linkspan.sandbox.privatelink.EndpointConnections;
import dev.linkspan.sandbox.privatelink.VpcEndpoints;
import dev.linkspan.sandbox.settings.Settings;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import dev.linkspan.sandbox.state.Transitions;
import dev.linkspan.sandbox.tidbcloud.Clusters.Cluster;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Does what TiDB Cloud does for a connection by itself: creates the endpoint, and follows the
 * decisions of the service's owner. The state is derived from the store, so it does not matter
 * which changes it was notified of.
 */
final class ConnectionReconciler {
  private final Store store;
  private final Transitions transitions;
  private final Settings settings;
  private final VpcEndpoints endpoints;

  ConnectionReconciler(
      Store store, Transitions transitions, Settings settings, VpcEndpoints endpoints) {
    this.store = store;
    this.transitions = transitions;
    this.settings = settings;
    this.endpoints = endpoints;
  }

  void reconcileAll() {
    store.all(Connections.TYPE).forEach(connection -> reconcile(connection.id()));
  }

  /** Reconciles the connection of this endpoint, if there is one. */
  void reconcileEndpoint(String endpointId) {
    store.all(Connections.TYPE).stream()
        .filter(connection -> connection.text("endpointId").equals(endpointId))
        .forEach(connection -> reconcile(connection.id()));
  }

  void reconcile(String connectionId) {
    store.inTransaction(
        () -> {
          store
              .find(Connections.TYPE, connectionId)
              .filter(connection -> connection.next().isEmpty())
              .ifPresent(this::reconcile);
          return null;
        });
  }

  /** Creates the endpoint of a new connection at once. */
  void hurry(String connectionId) {
    store
        .find(Connections.TYPE, connectionId)
        .ifPresent(connection -> makeEndpoint(connection.withNext(Optional.empty())));
  }

  private void reconcile(Resource connection) {
    if (connection.is(Connections.DELETED)) {
      return;
    }
    if (connection.text("endpointId").isEmpty()) {
      if (connection.is(Connections.PENDING_ACCEPTANCE)) {
        makeEndpoint(connection);
      }
      return;
    }
    Optional<Resource> asked = store.find(EndpointConnections.TYPE, connection.text("endpointId"));
    if (asked.isEmpty()) {
      settle(connection, Connections.FAILED, "the endpoint is gone");
    } else if (asked.get().is(EndpointConnections.CONNECTED)) {
      settle(connection, Connections.ACTIVE, "");
    } else if (asked.get().is(EndpointConnections.DISCONNECTED)) {
      if (asked.get().flag(EndpointConnections.DECIDED)) {
        settle(
            connection,
            Connections.FAILED,
            "the owner of the endpoint service rejected or disconnected the endpoint");
      } else {
        settle(connection, Connections.PENDING_ACCEPTANCE, "");
      }
    }
  }

  private void makeEndpoint(Resource connection) {
    Cluster cluster = Clusters.find(connection.text("clusterId")).orElseThrow();
    String service = connection.text("serviceName");
    String region = service.split("\\.", -1)[3];
    if (!region.equals(cluster.region())) {
      fail(connection, "the endpoint service is in " + region + ", not in " + cluster.region());
      return;
    }
    Optional<List<String>> offered = endpoints.zonesOfService(region, service);
    if (offered.isEmpty()) {
      fail(connection, "the endpoint service does not exist");
      return;
    }
    List<String> zones =
        Connections.zonesOf(cluster, settings).stream().filter(offered.get()::contains).toList();
    if (zones.isEmpty()) {
      fail(connection, "the endpoint service shares no zone with the cluster");
      return;
    }
    try {
      Resource endpoint = endpoints.create(spec(connection, zones));
      Resource with = connection.with("endpointId", endpoint.id()).with("zones", zones);
      settle(with, Connections.PENDING_ACCEPTANCE, "");
    } catch (ApiError e) {
      fail(connection, message(e));
    }
  }

  private static String message(ApiError e) {
    return e.code().equals("EndpointServiceNotAuthorized")
        ? "account " + Connections.ACCOUNT + " is not whitelisted at the endpoint service"
        : "the endpoint cannot be made: " + e.code();
  }

  private static VpcEndpoints.Spec spec(Resource connection, List<String> zones) {
    String cluster = connection.text("clusterId");
    return new VpcEndpoints.Spec(
        Connections.ACCOUNT,
        connection.region(),
        "vpc-tidbcloud" + cluster,
        connection.text("serviceName"),
        zones.stream()
            .map(zone -> new VpcEndpoints.Placement(zone, "vsw-tidbcloud-" + zone))
            .toList(),
        List.of("sg-tidbcloud" + cluster),
        "tidbcloud-" + connection.id(),
        Map.of());
  }

  private void fail(Resource connection, String message) {
    settle(connection, Connections.FAILED, message);
  }

  private void settle(Resource connection, String state, String message) {
    Resource changed = connection.with("message", message);
    boolean same =
        store
            .find(Connections.TYPE, connection.id())
            .filter(now -> now.is(state) && now.attributes().equals(changed.attributes()))
            .isPresent();
    if (!same) {
      transitions.settle(changed.with("updateTime", Instant.now().toString()), state);
    }
  }
}
