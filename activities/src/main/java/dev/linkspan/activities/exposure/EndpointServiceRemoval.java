package dev.linkspan.activities.exposure;

import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.activities.exposure.EndpointConnections.EndpointConnection;
import dev.linkspan.activities.exposure.EndpointServices.Attached;
import dev.linkspan.workflows.steps.Failures;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Takes an endpoint service away: disconnects, waits for the endpoints to go, deletes. */
final class EndpointServiceRemoval {
  private static final Duration ENDPOINTS_LINGER = Duration.ofMinutes(3);
  private static final Duration LINGERING = Duration.ofMinutes(5);

  private final OwnerClient client;
  private final EndpointServices services;
  private final EndpointConnections connections;

  EndpointServiceRemoval(OwnerClient client) {
    this.client = client;
    this.services = new EndpointServices(client);
    this.connections = new EndpointConnections(client);
  }

  void run() {
    services.find().map(EndpointServices.Service::serviceId).ifPresent(this::remove);
  }

  private void remove(String id) {
    for (EndpointConnection connection : connections.of(id)) {
      connections.disconnect(id, connection.endpointId());
    }
    awaitNoEndpoints(id);
    for (String account : unlessGone(() -> services.users(id))) {
      services.disallow(id, account);
    }
    for (Attached resource : unlessGone(() -> services.attached(id))) {
      client.delete(
          "load balancer in " + resource.zoneId() + " of endpoint service " + id,
          LINGERING,
          () -> services.detach(id, resource));
    }
    client.delete("endpoint service " + id, LINGERING, () -> services.delete(id));
    client.until(
        "endpoint service " + id + " to be gone",
        () -> services.get(id).isEmpty() ? Optional.of(true) : Optional.empty());
  }

  /** A try before this one may have deleted the service: then it may go at any moment. */
  private static <T> List<T> unlessGone(Supplier<List<T>> list) {
    return OwnerClient.unlessGone(list).orElse(List.of());
  }

  /** Only its owner can delete an endpoint. */
  private void awaitNoEndpoints(String id) {
    Optional<Boolean> gone =
        client.within(
            ENDPOINTS_LINGER,
            () -> connections.of(id).isEmpty() ? Optional.of(true) : Optional.empty());
    if (gone.isPresent()) {
      return;
    }
    List<EndpointConnection> left = connections.of(id);
    String endpoints =
        left.stream()
            .map(c -> c.endpointId() + " of account " + c.ownerAccount())
            .collect(Collectors.joining(", "));
    if (!left.isEmpty()) {
      throw Failures.needsPerson(
          "endpoint service " + id + " cannot be deleted while endpoints exist: " + endpoints,
          "They are disconnected, but only their owner can delete them: delete the private link"
              + " connection in TiDB Cloud (or ask the owner of the account), then retry.");
    }
  }
}
