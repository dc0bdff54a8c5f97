package dev.linkspan.workflows.exposure;

import dev.linkspan.workflows.exposure.ExposureActivities.Backend;
import dev.linkspan.workflows.exposure.ExposureActivities.EndpointServiceRequest;
import dev.linkspan.workflows.exposure.ExposureActivities.ListenerRequest;
import dev.linkspan.workflows.exposure.ExposureActivities.LoadBalancerRequest;
import dev.linkspan.workflows.exposure.ExposureActivities.ZoneVSwitch;
import dev.linkspan.workflows.network.NetworkActivities.Instance;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.ServerGroupPlan;
import java.util.List;

/**
 * The requests that follow from a plan and from the place of its load balancer. Pure.
 *
 * @param zones of the load balancer
 * @param whitelistAccount the account that TiDB Cloud connects from
 */
public record ExposureRequests(
    Plan plan, String vpcId, List<ZoneVSwitch> zones, String whitelistAccount) {

  /** The load balancer. */
  public LoadBalancerRequest loadBalancer() {
    return new LoadBalancerRequest(plan.exposure().loadBalancerName(), vpcId, zones);
  }

  /** The listener of a server group. */
  public ListenerRequest listener(String loadBalancerId, ServerGroupPlan group, String groupId) {
    return new ListenerRequest(group.name(), loadBalancerId, group.listenerPort(), groupId);
  }

  /** The members of a server group, of these machines. */
  public List<Backend> backends(ServerGroupPlan group, List<Instance> machines) {
    int port = plan.cluster().externalPort();
    return machines.stream()
        .filter(machine -> group.instances().contains(machine.name()))
        .map(machine -> new Backend(machine.instanceId(), machine.privateAddress(), port))
        .toList();
  }

  /** The endpoint service. */
  public EndpointServiceRequest endpointService(String loadBalancerId) {
    return new EndpointServiceRequest(
        loadBalancerId,
        zones.stream().map(ZoneVSwitch::zone).toList(),
        plan.exposure().endpointServiceDescription(),
        whitelistAccount);
  }

  /** The listener of a server group, once it exists. */
  public static ListenerMembers members(ServerGroupPlan group, String listenerId) {
    return new ListenerMembers(
        listenerId, group.listenerPort(), group.instances().size(), group.nodeId());
  }
}
