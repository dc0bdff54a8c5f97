package dev.linkspan.activities.exposure;

import dev.linkspan.activities.alibabacloud.AlibabaCloudException;
import dev.linkspan.activities.alibabacloud.ErrorKind;
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
import dev.linkspan.workflows.steps.Failures;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Network load balancers (API 2022-04-30). */
final class LoadBalancers {
  private static final Logger LOG = LoggerFactory.getLogger(LoadBalancers.class);
  private static final Duration RELEASE_TIMEOUT = Duration.ofMinutes(5);

  private final OwnerClient client;
  private final Owner owner;

  LoadBalancers(OwnerClient client) {
    this.client = client;
    this.owner = client.owner();
  }

  ExposureActivities.LoadBalancer ensure(LoadBalancerRequest request) {
    LoadBalancer balancer =
        new FindOrCreate<>(
                "load balancer " + request.name(),
                "CreateLoadBalancer",
                request.name(),
                oldest -> find(request.name(), oldest),
                token -> create(request, token),
                this::get,
                LoadBalancer::loadBalancerId,
                LoadBalancers::state)
            .run(client);
    if (Boolean.FALSE.equals(balancer.crossZoneEnabled())) {
      enableCrossZone(balancer.loadBalancerId());
    }
    return new ExposureActivities.LoadBalancer(
        balancer.loadBalancerId(), String.valueOf(balancer.dnsName()), addresses(balancer));
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
    String id =
        client
            .nlb("CreateLoadBalancer", parameters, NlbResponses.CreatedLoadBalancer.class)
            .loadbalancerId();
    client.reads().none("listener");
    return id;
  }

  private Optional<LoadBalancer> find(String name, Duration oldest) {
    List<LoadBalancer> listed = client.reads().list("load balancer", oldest, this::list);
    return NlbResponses.firstTagged(owner, name, listed, LoadBalancer::tags);
  }

  private List<LoadBalancer> list() {
    return client
        .nlbList("ListLoadBalancers", Tags.ofSetup(owner), NlbResponses.LoadBalancers.class)
        .stream()
        .filter(b -> OwnerClient.exists(b.loadBalancerStatus()))
        .toList();
  }

  /** Empty where there is no such load balancer. */
  Optional<LoadBalancer> get(String id) {
    return OwnerClient.unlessNotFound(
            () ->
                client.nlb(
                    "GetLoadBalancerAttribute", Map.of("LoadBalancerId", id), LoadBalancer.class))
        .filter(b -> OwnerClient.exists(b.loadBalancerStatus()));
  }

  private static State state(LoadBalancer balancer) {
    return switch (String.valueOf(balancer.loadBalancerStatus())) {
      case "Active" -> addresses(balancer).isEmpty() ? State.PENDING : State.READY;
      case "CreateFailed" -> State.FAILED;
      case "Inactive" -> throw locked(balancer);
      default -> State.PENDING;
    };
  }

  /** Deleting it would take the addresses of a standing link with it. */
  private static RuntimeException locked(LoadBalancer balancer) {
    return Failures.needsPerson(
        "load balancer " + balancer.loadBalancerId() + " is Inactive: Alibaba Cloud has locked it",
        "Settle the bills of the Alibaba Cloud account, or ask Alibaba Cloud's support why it is"
            + " locked, then retry.");
  }

  /** The private addresses, sorted by zone. */
  static List<ZoneAddress> addresses(LoadBalancer balancer) {
    return NlbResponses.orEmpty(balancer.zoneMappings()).stream()
        .flatMap(
            zone ->
                NlbResponses.orEmpty(zone.loadBalancerAddresses()).stream()
                    .flatMap(address -> Stream.ofNullable(address.privateIPv4Address()))
                    .map(address -> new ZoneAddress(zone.zoneId(), address)))
        .sorted(Comparator.comparing(ZoneAddress::zone))
        .toList();
  }

  /** The addresses of all zones must lead to a listener's broker, which is in one zone. */
  private void enableCrossZone(String id) {
    client.nlb(
        "UpdateLoadBalancerAttribute",
        Map.of("LoadBalancerId", id, "CrossZoneEnabled", "true"),
        NlbResponses.Empty.class);
    client.waitFor(
        "cross-zone forwarding of load balancer " + id,
        () -> get(id).filter(b -> Boolean.TRUE.equals(b.crossZoneEnabled())));
    LOG.info("enabled cross-zone forwarding of load balancer {}", id);
  }

  void remove(String name) {
    Optional<String> found =
        client.reads().findToRemove(oldest -> find(name, oldest)).map(LoadBalancer::loadBalancerId);
    if (found.isEmpty()) {
      LOG.info("load balancer {} is gone already: no resource has its tags", name);
      return;
    }
    String id = found.get();
    Listeners listeners = new Listeners(client);
    for (Listener listener : listeners.list(id)) {
      listeners.remove(listener.listenerId());
    }
    client.delete("load balancer " + id, RELEASE_TIMEOUT, () -> delete(id));
    client.waitUntilGone("DeleteLoadBalancer", "load balancer " + id, () -> get(id).isEmpty());
  }

  /** PrivateLink may have enabled deletion protection on its own. */
  private void delete(String id) {
    try {
      deleteOnce(id);
    } catch (AlibabaCloudException e) {
      boolean refused = e.is(ErrorKind.DELETION_PROTECTED) || e.is(ErrorKind.IN_USE);
      if (!refused || !disableDeletionProtection(id)) {
        throw e;
      }
      deleteOnce(id);
    }
  }

  private void deleteOnce(String id) {
    client.nlb("DeleteLoadBalancer", Map.of("LoadBalancerId", id), NlbResponses.Empty.class);
  }

  /** Returns whether it was on. */
  private boolean disableDeletionProtection(String id) {
    boolean deletionProtected =
        get(id)
            .map(LoadBalancer::deletionProtectionConfig)
            .map(NlbResponses.DeletionProtection::enabled)
            .orElse(false);
    if (deletionProtected) {
      LOG.info("disabling the deletion protection of load balancer {}", id);
      client.nlb(
          "UpdateLoadBalancerProtection",
          Map.of("LoadBalancerId", id, "DeletionProtectionEnabled", "false"),
          NlbResponses.Empty.class);
    }
    return deletionProtected;
  }
}
