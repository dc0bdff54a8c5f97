package dev.linkspan.activities.verification;

import static dev.linkspan.activities.sandbox.LocalActivities.OWNER;

import dev.linkspan.activities.sandbox.LocalActivities;
import dev.linkspan.workflows.exposure.ExposureActivities.Backend;
import dev.linkspan.workflows.exposure.ExposureActivities.EndpointService;
import dev.linkspan.workflows.exposure.ExposureActivities.EndpointServiceRequest;
import dev.linkspan.workflows.exposure.ExposureActivities.ListenerRequest;
import dev.linkspan.workflows.exposure.ExposureActivities.LoadBalancer;
import dev.linkspan.workflows.exposure.ExposureActivities.LoadBalancerRequest;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.ServerGroupPlan;
import java.util.HashMap;
import java.util.Map;

/** Load balancer and endpoint service of the guide's setup in the sandbox. */
final class BuiltExposure {
  private final LocalActivities local;
  private final Plan plan;
  private final BuiltNetwork network;
  private final String account;
  private final Map<String, String> serverGroups = new HashMap<>();
  private final LoadBalancer balancer;
  private final EndpointService service;

  /**
   * @param account TiDB Cloud's, for the whitelist
   */
  BuiltExposure(LocalActivities local, Plan plan, BuiltNetwork network, String account) {
    this.local = local;
    this.plan = plan;
    this.network = network;
    this.account = account;
    plan.exposure().serverGroups().forEach(group -> ensureBackends(group.name()));
    balancer = ensureLoadBalancer();
    plan.exposure().serverGroups().forEach(group -> ensureListener(group.name()));
    service = ensureService();
    ensureWhitelisted();
  }

  LoadBalancer balancer() {
    return balancer;
  }

  EndpointService service() {
    return service;
  }

  String serverGroup(String name) {
    return serverGroups.get(name);
  }

  String ensureServerGroup(String name) {
    String id =
        local
            .exposure()
            .ensureServerGroup(OWNER, network.vpcId(), name, plan.exposure().healthCheck());
    serverGroups.put(name, id);
    return id;
  }

  void ensureBackends(String name) {
    local
        .exposure()
        .ensureBackends(
            OWNER,
            ensureServerGroup(name),
            network.instances().stream()
                .filter(i -> group(name).instances().contains(i.name()))
                .map(
                    i ->
                        new Backend(
                            i.instanceId(), i.privateAddress(), plan.cluster().externalPort()))
                .toList());
  }

  LoadBalancer ensureLoadBalancer() {
    return local
        .exposure()
        .ensureLoadBalancer(
            OWNER,
            new LoadBalancerRequest(
                plan.exposure().loadBalancerName(), network.vpcId(), network.zones()));
  }

  void ensureListener(String name) {
    var unused =
        local
            .exposure()
            .ensureListener(
                OWNER,
                new ListenerRequest(
                    name,
                    balancer.loadBalancerId(),
                    group(name).listenerPort(),
                    ensureServerGroup(name)));
  }

  EndpointService ensureService() {
    return local
        .exposure()
        .ensureEndpointService(
            OWNER,
            new EndpointServiceRequest(
                balancer.loadBalancerId(),
                plan.loadBalancerZones(),
                plan.exposure().endpointServiceDescription(),
                account));
  }

  void ensureWhitelisted() {
    local.exposure().ensureWhitelisted(OWNER, service.serviceId(), account);
  }

  private ServerGroupPlan group(String name) {
    return plan.exposure().serverGroups().stream()
        .filter(g -> g.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
