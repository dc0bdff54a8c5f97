package dev.linkspan.activities.exposure;

import dev.linkspan.activities.alibabacloud.AlibabaCloud;
import dev.linkspan.activities.alibabacloud.Session;
import dev.linkspan.activities.exposure.EndpointConnections.EndpointConnection;
import dev.linkspan.activities.exposure.NlbReplies.ListenerHealth;
import dev.linkspan.activities.exposure.NlbReplies.UnhealthyServer;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Load balancer, endpoint service and endpoint, looked at through Alibaba Cloud's API. */
public final class ExposureView implements CloudView {
  private final AlibabaCloud cloud;

  public ExposureView(AlibabaCloud cloud) {
    this.cloud = cloud;
  }

  @Override
  public Seen look(Owner owner, Link link) {
    return Session.in(
        cloud,
        owner,
        session ->
            new Seen(
                endpoint(session, link),
                new EndpointServices(session)
                    .get(link.endpointServiceId())
                    .map(EndpointServices.Service::serviceStatus),
                balancer(session, link.loadBalancer().loadBalancerId()),
                listeners(session, link.loadBalancer().loadBalancerId())));
  }

  private static Optional<Endpoint> endpoint(Session session, Link link) {
    return new EndpointConnections(session)
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
    return NlbReplies.orEmpty(connection.zones());
  }

  private static Optional<Balancer> balancer(Session session, String id) {
    return Session.unlessGone(
            () ->
                session.nlb(
                    "GetLoadBalancerAttribute",
                    Map.of("LoadBalancerId", id),
                    NlbReplies.LoadBalancer.class))
        .map(
            balancer ->
                new Balancer(
                    balancer.loadBalancerStatus(),
                    NlbReplies.orEmpty(balancer.zoneMappings()).stream()
                        .flatMap(z -> NlbReplies.orEmpty(z.loadBalancerAddresses()).stream())
                        .map(NlbReplies.Address::privateIPv4Address)
                        .toList()));
  }

  private static List<Listener> listeners(Session session, String balancerId) {
    return new Listeners(session)
        .of(balancerId).stream().map(listener -> listener(session, listener)).toList();
  }

  private static Listener listener(Session session, NlbReplies.Listener listener) {
    List<String> members =
        new ServerGroups(session)
            .members(listener.serverGroupId()).stream()
                .map(server -> server.serverIp() + ":" + server.port())
                .sorted()
                .toList();
    ListenerHealth health =
        session.nlb(
            "GetListenerHealthStatus",
            Map.of("ListenerId", listener.listenerId()),
            ListenerHealth.class);
    List<String> unhealthy =
        NlbReplies.orEmpty(health.listenerHealthStatus()).stream()
            .flatMap(l -> NlbReplies.orEmpty(l.serverGroupInfos()).stream())
            .flatMap(g -> NlbReplies.orEmpty(g.nonNormalServers()).stream())
            .map(UnhealthyServer::text)
            .toList();
    return new Listener(listener.listenerPort(), listener.listenerStatus(), members, unhealthy);
  }
}
