package dev.linkspan.activities.exposure;

import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.activities.exposure.EndpointConnections.EndpointConnection;
import dev.linkspan.activities.exposure.EndpointServices.Service;
import dev.linkspan.activities.exposure.EndpointServices.ServiceResource;
import dev.linkspan.workflows.steps.Failures;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the endpoint service: disconnects its endpoints, waits until their owner has deleted
 * them, and deletes the service.
 */
final class EndpointServiceRemoval {
  private static final Logger LOG = LoggerFactory.getLogger(EndpointServiceRemoval.class);
  private static final Duration ENDPOINTS_TIMEOUT = Duration.ofMinutes(3);
  private static final Duration RELEASE_TIMEOUT = Duration.ofMinutes(5);

  private final OwnerClient client;
  private final EndpointServices services;
  private final EndpointConnections connections;

  EndpointServiceRemoval(OwnerClient client) {
    this.client = client;
    this.services = new EndpointServices(client);
    this.connections = new EndpointConnections(client);
  }

  void run() {
    services
        .find()
        .ifPresentOrElse(
            this::remove,
            () -> LOG.info("the endpoint service is gone already: no resource has its tags"));
  }

  private void remove(Service service) {
    String id = service.serviceId();
    for (EndpointConnection connection : connections.list(id)) {
      connections.disconnect(id, connection.endpointId());
    }
    waitUntilNoEndpoints(id);
    service.whitelistedAccount().ifPresent(account -> services.removeFromWhitelist(id, account));
    for (ServiceResource resource : unlessNotFound(() -> services.resources(id))) {
      client.delete(
          "load balancer in " + resource.zoneId() + " of endpoint service " + id,
          RELEASE_TIMEOUT,
          () -> services.detach(id, resource));
    }
    client.inTurn(
        "deletion of endpoint services",
        () -> {
          client.delete("endpoint service " + id, RELEASE_TIMEOUT, () -> services.delete(id));
          client.waitUntilGone(
              "DeleteVpcEndpointService",
              "endpoint service " + id,
              () -> services.get(id).isEmpty());
          return id;
        });
  }

  /** An earlier attempt may have deleted the service: then it may disappear at any moment. */
  private static <T> List<T> unlessNotFound(Supplier<List<T>> list) {
    return OwnerClient.unlessNotFound(list).orElse(List.of());
  }

  /** Only its owner can delete an endpoint. */
  private void waitUntilNoEndpoints(String id) {
    Optional<Boolean> gone =
        client.within(
            ENDPOINTS_TIMEOUT,
            () -> connections.list(id).isEmpty() ? Optional.of(true) : Optional.empty());
    if (gone.isPresent()) {
      LOG.info("endpoint service {} has no endpoints", id);
      return;
    }
    List<EndpointConnection> left = connections.list(id);
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
