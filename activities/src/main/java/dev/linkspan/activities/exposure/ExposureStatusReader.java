package dev.linkspan.activities.exposure;

import dev.linkspan.activities.alibabacloud.AlibabaCloud;
import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.activities.exposure.ExposureStatus.Endpoint;
import dev.linkspan.activities.exposure.ExposureStatus.Listener;
import dev.linkspan.activities.exposure.ExposureStatus.LoadBalancer;
import dev.linkspan.activities.exposure.ExposureStatus.Zone;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.util.List;
import java.util.Optional;

/** Reads load balancer, endpoint service and endpoint of a finished link; changes nothing. */
public final class ExposureStatusReader {
  private final AlibabaCloud cloud;

  public ExposureStatusReader(AlibabaCloud cloud) {
    this.cloud = cloud;
  }

  /**
   * Reads everything once.
   *
   * @throws io.temporal.failure.ApplicationFailure as {@link OwnerClient#in}
   */
  public ExposureStatus read(Owner owner, Link link) {
    String loadBalancerId = link.loadBalancer().loadBalancerId();
    return OwnerClient.in(
        cloud,
        owner,
        client ->
            new ExposureStatus(
                endpoint(client, link),
                new EndpointServices(client)
                    .get(link.endpointServiceId())
                    .map(EndpointServices.Service::serviceStatus),
                loadBalancer(client, loadBalancerId),
                listeners(client, loadBalancerId)));
  }

  private static Optional<Endpoint> endpoint(OwnerClient client, Link link) {
    return new EndpointConnections(client)
        .find(link.endpointServiceId(), link.endpointId())
        .map(
            connection ->
                new Endpoint(
                    String.valueOf(connection.connectionStatus()),
                    NlbResponses.orEmpty(connection.zones()).stream()
                        .map(z -> new Zone(z.zoneId(), Optional.ofNullable(z.zoneStatus())))
                        .toList()));
  }

  private static Optional<LoadBalancer> loadBalancer(OwnerClient client, String id) {
    return new LoadBalancers(client)
        .get(id)
        .map(
            balancer ->
                new LoadBalancer(
                    String.valueOf(balancer.loadBalancerStatus()),
                    LoadBalancers.addresses(balancer).stream()
                        .map(address -> address.address())
                        .toList()));
  }

  private static List<Listener> listeners(OwnerClient client, String loadBalancerId) {
    Listeners listeners = new Listeners(client);
    ServerGroups groups = new ServerGroups(client);
    return listeners.list(loadBalancerId).stream()
        .map(
            listener ->
                new Listener(
                    listener.listenerPort(),
                    String.valueOf(listener.listenerStatus()),
                    groups.backends(listener.serverGroupId()).stream()
                        .map(server -> server.serverIp() + ":" + server.port())
                        .sorted()
                        .toList(),
                    Listeners.unhealthy(listeners.health(listener.listenerId()))))
        .toList();
  }
}
