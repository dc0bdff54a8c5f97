package dev.linkspan.activities.exposure;

import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.activities.alibabacloud.Tags;
import dev.linkspan.activities.execution.Answer;
import dev.linkspan.activities.exposure.EndpointConnections.EndpointConnection;
import dev.linkspan.activities.exposure.ExposureStatus.Endpoint;
import dev.linkspan.activities.exposure.ExposureStatus.HealthCheck;
import dev.linkspan.activities.exposure.ExposureStatus.Listener;
import dev.linkspan.activities.exposure.ExposureStatus.LoadBalancer;
import dev.linkspan.activities.exposure.ExposureStatus.Member;
import dev.linkspan.activities.exposure.ExposureStatus.ServerGroup;
import dev.linkspan.activities.exposure.ExposureStatus.Service;
import dev.linkspan.activities.exposure.ExposureStatus.Zone;
import dev.linkspan.workflows.plan.Plan.ServerGroupPlan;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Reads load balancer, endpoint service and endpoints of a finished link; changes nothing. */
public final class ExposureStatusReader {
  private static final String RUNNING = "Running";
  private static final int FULL_WEIGHT = 100;

  private final OwnerClient client;
  private final Link link;
  private final ServerGroups groups;
  private final Listeners listeners;

  public ExposureStatusReader(OwnerClient client, Link link) {
    this.client = client;
    this.link = link;
    this.groups = new ServerGroups(client);
    this.listeners = new Listeners(client);
  }

  /** Reads everything once. */
  public ExposureStatus read() {
    EndpointServices services = new EndpointServices(client);
    String serviceId = link.endpointServiceId();
    return new ExposureStatus(
        client.answer(
            () ->
                new EndpointConnections(client)
                    .list(serviceId).stream().map(ExposureStatusReader::endpoint).toList()),
        client.answer(() -> services.get(serviceId).map(ExposureStatusReader::service)),
        client.answer(() -> services.whitelisted(serviceId)),
        client.answer(
            () ->
                new LoadBalancers(client)
                    .get(link.loadBalancer().loadBalancerId())
                    .map(ExposureStatusReader::loadBalancer)),
        client.answer(this::serverGroups),
        client.answer(this::listeners));
  }

  private static Endpoint endpoint(EndpointConnection connection) {
    return new Endpoint(
        connection.endpointId(),
        connection.ownerAccount(),
        String.valueOf(connection.connectionStatus()),
        connection.waiting(),
        NlbResponses.orEmpty(connection.zones()).stream()
            .map(zone -> new Zone(zone.zoneId(), Optional.ofNullable(zone.zoneStatus())))
            .toList());
  }

  private static Service service(EndpointServices.Service service) {
    return new Service(
        String.valueOf(service.serviceStatus()),
        Boolean.TRUE.equals(service.autoAcceptEnabled()),
        NlbResponses.orEmpty(service.zones()).stream().sorted().toList());
  }

  private static LoadBalancer loadBalancer(NlbResponses.LoadBalancer balancer) {
    return new LoadBalancer(
        String.valueOf(balancer.loadBalancerStatus()),
        String.valueOf(balancer.addressType()),
        !Boolean.FALSE.equals(balancer.crossZoneEnabled()),
        Optional.ofNullable(balancer.modificationProtectionConfig())
            .map(NlbResponses.ModificationProtection::status)
            .orElse("NonProtection"),
        NlbResponses.orEmpty(balancer.securityGroupIds()),
        LoadBalancers.addresses(balancer));
  }

  private List<ServerGroup> serverGroups() {
    List<NlbResponses.ServerGroup> listed = groups.ofSetup();
    return link.plan().exposure().serverGroups().stream()
        .map(ServerGroupPlan::name)
        .flatMap(
            name ->
                NlbResponses.firstTagged(
                    client.owner(), name, listed, NlbResponses.ServerGroup::tags)
                    .map(group -> serverGroup(name, group))
                    .stream())
        .toList();
  }

  private ServerGroup serverGroup(String name, NlbResponses.ServerGroup group) {
    return new ServerGroup(
        group.serverGroupId(),
        name,
        String.valueOf(group.serverGroupStatus()),
        Boolean.TRUE.equals(group.preserveClientIpEnabled()),
        Optional.ofNullable(group.healthCheck()).map(ExposureStatusReader::healthCheck),
        Optional.ofNullable(group.aliUid()).map(String::valueOf),
        client.answer(
            () ->
                groups.backends(group.serverGroupId()).stream()
                    .map(ExposureStatusReader::member)
                    .toList()));
  }

  private static HealthCheck healthCheck(NlbResponses.HealthCheck check) {
    return new HealthCheck(
        !Boolean.FALSE.equals(check.healthCheckEnabled()),
        String.valueOf(check.healthCheckType()),
        Objects.requireNonNullElse(check.healthCheckConnectPort(), 0),
        Objects.requireNonNullElse(check.healthCheckInterval(), 0),
        Objects.requireNonNullElse(check.healthCheckConnectTimeout(), 0),
        Objects.requireNonNullElse(check.healthyThreshold(), 0),
        Objects.requireNonNullElse(check.unhealthyThreshold(), 0));
  }

  private static Member member(NlbResponses.Server server) {
    return new Member(
        server.serverId(),
        String.valueOf(server.serverIp()),
        server.port(),
        Objects.requireNonNullElse(server.weight(), FULL_WEIGHT),
        String.valueOf(server.status()));
  }

  private List<Listener> listeners() {
    return listeners.list(link.loadBalancer().loadBalancerId()).stream()
        .map(this::listener)
        .toList();
  }

  /** Only a running listener of the plan has members whose health matters. */
  private Listener listener(NlbResponses.Listener listener) {
    boolean planned =
        link.plan().exposure().serverGroups().stream()
            .anyMatch(group -> group.listenerPort() == listener.listenerPort());
    String id = listener.listenerId();
    return new Listener(
        id,
        listener.listenerPort(),
        String.valueOf(listener.listenerProtocol()),
        String.valueOf(listener.listenerStatus()),
        Tags.isOf(
            client.owner(),
            NlbResponses.orEmpty(listener.tags()),
            NlbResponses.Tag::name,
            NlbResponses.Tag::content),
        Objects.requireNonNullElse(listener.serverGroupId(), "no server group"),
        listener.sendsProxyProtocol(),
        planned && RUNNING.equals(listener.listenerStatus())
            ? client.answer(() -> Listeners.unhealthy(listeners.health(id)))
            : Answer.of(List.of()));
  }
}
