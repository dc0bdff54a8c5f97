package dev.linkspan.activities.exposure;

import dev.linkspan.activities.alibabacloud.AlibabaCloud;
import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.activities.exposure.EndpointConnections.EndpointConnection;
import dev.linkspan.activities.exposure.NlbResponses.ListenerHealth;
import dev.linkspan.activities.exposure.NlbResponses.UnhealthyServer;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Load balancer, endpoint service and endpoint, looked at through Alibaba Cloud's API. */
public final class ExposureStatusReader implements ExposureStatus {
  private final AlibabaCloud cloud;

  public ExposureStatusReader(AlibabaCloud cloud) {
    this.cloud = cloud;
  }

  @Override
  public Seen look(Owner owner, Link link) {
    return OwnerClient.in(
        cloud,
        owner,
        client ->
            new Seen(
                endpoint(client, link),
                new EndpointServices(client)
                    .get(link.endpointServiceId())
                    .map(EndpointServices.Service::serviceStatus),
                balancer(client, link.loadBalancer().loadBalancerId()),
                listeners(client, link.loadBalancer().loadBalancerId())));
  }

  private static Optional<Endpoint> endpoint(OwnerClient client, Link link) {
    return new EndpointConnections(client)
        .find(link.endpointServiceId(), link.endpointId())
        .map(
            connection ->
                new Endpoint(
                    connection.connectionStatus(),
                    zones(connection).stream()
                        .map(z -> new Zone(z.zoneId(), z.zoneStatus()))
                        .toList()));
  }

  private static List<EndpointConnections.Zone> zones(EndpointConnection connection) {
    return NlbResponses.orEmpty(connection.zones());
  }

  private static Optional<Balancer> balancer(OwnerClient client, String id) {
    return OwnerClient.unlessGone(
            () ->
                client.nlb(
                    "GetLoadBalancerAttribute",
                    Map.of("LoadBalancerId", id),
                    NlbResponses.LoadBalancer.class))
        .map(
            balancer ->
                new Balancer(
                    balancer.loadBalancerStatus(),
                    NlbResponses.orEmpty(balancer.zoneMappings()).stream()
                        .flatMap(z -> NlbResponses.orEmpty(z.loadBalancerAddresses()).stream())
                        .map(NlbResponses.Address::privateIPv4Address)
                        .toList()));
  }

  private static List<Listener> listeners(OwnerClient client, String balancerId) {
    return new Listeners(client)
        .of(balancerId).stream().map(listener -> listener(client, listener)).toList();
  }

  private static Listener listener(OwnerClient client, NlbResponses.Listener listener) {
    List<String> members =
        new ServerGroups(client)
            .members(listener.serverGroupId()).stream()
                .map(server -> server.serverIp() + ":" + server.port())
                .sorted()
                .toList();
    ListenerHealth health =
        client.nlb(
            "GetListenerHealthStatus",
            Map.of("ListenerId", listener.listenerId()),
            ListenerHealth.class);
    List<String> unhealthy =
        NlbResponses.orEmpty(health.listenerHealthStatus()).stream()
            .flatMap(l -> NlbResponses.orEmpty(l.serverGroupInfos()).stream())
            .flatMap(g -> NlbResponses.orEmpty(g.nonNormalServers()).stream())
            .map(UnhealthyServer::text)
            .toList();
    return new Listener(listener.listenerPort(), listener.listenerStatus(), members, unhealthy);
  }
}
