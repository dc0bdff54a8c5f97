package dev.linkspan.activities.exposure;

import dev.linkspan.activities.alibabacloud.FindOrCreate;
import dev.linkspan.activities.alibabacloud.FindOrCreate.State;
import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.activities.alibabacloud.Tags;
import dev.linkspan.activities.exposure.NlbResponses.Listener;
import dev.linkspan.activities.exposure.NlbResponses.LoadBalancer;
import dev.linkspan.workflows.exposure.ExposureActivities;
import dev.linkspan.workflows.exposure.ExposureActivities.LoadBalancerRequest;
import dev.linkspan.workflows.exposure.ExposureActivities.ZoneAddress;
import dev.linkspan.workflows.exposure.ExposureActivities.ZoneVSwitch;
import dev.linkspan.workflows.plan.Owner;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Network load balancers. */
final class LoadBalancers {
  private static final Duration LINGERING = Duration.ofMinutes(5);

  private final OwnerClient client;
  private final Owner owner;

  LoadBalancers(OwnerClient client) {
    this.client = client;
    this.owner = client.owner();
  }

  ExposureActivities.LoadBalancer ensure(LoadBalancerRequest request) {
    LoadBalancer made =
        new FindOrCreate<>(
                "load balancer " + request.name(),
                "CreateLoadBalancer",
                request.name(),
                () -> find(request.name()),
                token -> create(request, token),
                this::get,
                LoadBalancer::loadBalancerId,
                LoadBalancers::state)
            .in(client);
    if (Boolean.FALSE.equals(made.crossZoneEnabled())) {
      crossZones(made.loadBalancerId());
    }
    return new ExposureActivities.LoadBalancer(
        made.loadBalancerId(), made.dnsName(), addresses(made));
  }

  private String create(LoadBalancerRequest request, String token) {
    Map<String, String> parameters = new HashMap<>(Tags.parameters(owner, request.name()));
    parameters.put("LoadBalancerName", request.name());
    parameters.put("LoadBalancerType", "network");
    parameters.put("AddressType", "Intranet");
    parameters.put("AddressIpVersion", "ipv4");
    parameters.put("VpcId", request.vpcId());
    for (int i = 0; i < request.zones().size(); i++) {
      ZoneVSwitch zone = request.zones().get(i);
      parameters.put("ZoneMappings." + (i + 1) + ".ZoneId", zone.zone());
      parameters.put("ZoneMappings." + (i + 1) + ".VSwitchId", zone.vSwitchId());
    }
    parameters.put("ClientToken", token);
    return client
        .nlb("CreateLoadBalancer", parameters, NlbResponses.CreatedLoadBalancer.class)
        .loadbalancerId();
  }

  Optional<LoadBalancer> find(String name) {
    List<LoadBalancer> listed =
        client
            .nlb(
                "ListLoadBalancers", Tags.parameters(owner, name), NlbResponses.LoadBalancers.class)
            .loadBalancers();
    return NlbResponses.ours(owner, name, listed, LoadBalancer::tags);
  }

  Optional<LoadBalancer> get(String id) {
    return OwnerClient.unlessGone(
        () ->
            client.nlb(
                "GetLoadBalancerAttribute", Map.of("LoadBalancerId", id), LoadBalancer.class));
  }

  private static State state(LoadBalancer balancer) {
    return switch (String.valueOf(balancer.loadBalancerStatus())) {
      case "Active" -> addresses(balancer).isEmpty() ? State.PENDING : State.READY;
      case "CreateFailed", "Inactive" -> State.FAILED;
      default -> State.PENDING;
    };
  }

  private static List<ZoneAddress> addresses(LoadBalancer balancer) {
    return NlbResponses.orEmpty(balancer.zoneMappings()).stream()
        .flatMap(
            zone ->
                NlbResponses.orEmpty(zone.loadBalancerAddresses()).stream()
                    .filter(a -> a.privateIPv4Address() != null)
                    .map(a -> new ZoneAddress(zone.zoneId(), a.privateIPv4Address())))
        .sorted(Comparator.comparing(ZoneAddress::zone))
        .toList();
  }

  /** A listener's one broker must be reachable from the addresses of all zones. */
  private void crossZones(String id) {
    client.nlb(
        "UpdateLoadBalancerAttribute",
        Map.of("LoadBalancerId", id, "CrossZoneEnabled", "true"),
        NlbResponses.Empty.class);
    client.until(
        "cross-zone forwarding of load balancer " + id,
        () -> get(id).filter(b -> Boolean.TRUE.equals(b.crossZoneEnabled())));
  }

  void remove(String name) {
    find(name)
        .ifPresent(
            balancer -> {
              String id = balancer.loadBalancerId();
              Listeners listeners = new Listeners(client);
              for (Listener listener : listeners.of(id)) {
                listeners.remove(listener.listenerId());
              }
              client.delete("load balancer " + id, LINGERING, () -> delete(id));
              client.until(
                  "load balancer " + id + " to be gone",
                  () -> get(id).isEmpty() ? Optional.of(true) : Optional.empty());
            });
  }

  /** PrivateLink may have protected it against deletion on its own account. */
  private void delete(String id) {
    boolean protectedNow =
        get(id)
            .map(LoadBalancer::deletionProtectionConfig)
            .map(NlbResponses.Protection::enabled)
            .orElse(false);
    if (protectedNow) {
      client.nlb(
          "UpdateLoadBalancerProtection",
          Map.of("LoadBalancerId", id, "DeletionProtectionEnabled", "false"),
          NlbResponses.Empty.class);
    }
    client.nlb("DeleteLoadBalancer", Map.of("LoadBalancerId", id), NlbResponses.Empty.class);
  }
}
