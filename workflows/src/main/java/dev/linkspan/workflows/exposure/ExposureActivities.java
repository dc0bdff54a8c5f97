package dev.linkspan.workflows.exposure;

import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.HealthCheckPlan;
import dev.linkspan.workflows.steps.ActivityStubs;
import dev.linkspan.workflows.steps.TaskQueues;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.time.Duration;
import java.util.List;

/**
 * Network load balancer and endpoint service. The same contract as {@link
 * dev.linkspan.workflows.network.NetworkActivities}: ensure, wait, return; remove is a success when
 * gone.
 */
@ActivityInterface
public interface ExposureActivities {

  /** A stub whose calls the Temporal UI shows under this summary; it retries without end. */
  static ExposureActivities withSummary(String summary) {
    return ActivityStubs.unlimited(ExposureActivities.class, TaskQueues.CLOUD, summary);
  }

  /** Returns the server group's id: TCP, client addresses not preserved. */
  @ActivityMethod(name = "Exposure_EnsureServerGroup")
  String ensureServerGroup(Owner owner, String vpcId, String name, HealthCheckPlan healthCheck);

  /** Makes these the only members of the group. */
  @ActivityMethod(name = "Exposure_EnsureBackends")
  void ensureBackends(Owner owner, String serverGroupId, List<Backend> backends);

  /** Internal-facing, cross-zone forwarding on. */
  @ActivityMethod(name = "Exposure_EnsureLoadBalancer")
  LoadBalancer ensureLoadBalancer(Owner owner, LoadBalancerRequest request);

  /** Returns the listener's id. */
  @ActivityMethod(name = "Exposure_EnsureListener")
  String ensureListener(Owner owner, ListenerRequest request);

  /**
   * Waits until every member behind the listener is healthy, at most this long; then parks, naming
   * the unhealthy ones.
   */
  @ActivityMethod(name = "Exposure_AwaitHealthyBackends")
  void awaitHealthyBackends(Owner owner, String listenerId, int members, Duration patience);

  /** One resource per zone of the load balancer; connections are not accepted automatically. */
  @ActivityMethod(name = "Exposure_EnsureEndpointService")
  EndpointService ensureEndpointService(Owner owner, EndpointServiceRequest request);

  @ActivityMethod(name = "Exposure_EnsureWhitelisted")
  void ensureWhitelisted(Owner owner, String serviceId, String accountId);

  /** Disconnects every endpoint, detaches the load balancer, deletes the service. */
  @ActivityMethod(name = "Exposure_RemoveEndpointService")
  void removeEndpointService(Owner owner);

  /** Deletes all listeners of the setup's load balancer, then the load balancer. */
  @ActivityMethod(name = "Exposure_RemoveLoadBalancer")
  void removeLoadBalancer(Owner owner, String name);

  /** Deletes one listener of the setup; the others go on. */
  @ActivityMethod(name = "Exposure_RemoveListener")
  void removeListener(Owner owner, String listenerId);

  @ActivityMethod(name = "Exposure_RemoveServerGroup")
  void removeServerGroup(Owner owner, String name);

  /** A member of a server group. */
  record Backend(String instanceId, String address, int port) {}

  /** A load balancer to create. */
  record LoadBalancerRequest(String name, String vpcId, List<ZoneVSwitch> zones) {}

  /** A zone of the load balancer. */
  record ZoneVSwitch(String zone, String vSwitchId) {}

  /**
   * @param dnsName for information only; Alibaba Cloud advises against the use of default names
   */
  record LoadBalancer(String loadBalancerId, String dnsName, List<ZoneAddress> addresses) {}

  /** The load balancer's address in one zone. */
  record ZoneAddress(String zone, String address) {}

  /** A TCP listener to create. {@code name} is the key of its server group. */
  record ListenerRequest(String name, String loadBalancerId, int port, String serverGroupId) {}

  /**
   * An endpoint service to create.
   *
   * @param whitelistAccount the account that the setup is going to whitelist
   */
  record EndpointServiceRequest(
      String loadBalancerId, List<String> zones, String description, String whitelistAccount) {}

  /**
   * @param serviceName {@code com.aliyuncs.privatelink.<region>.<id>}, for TiDB Cloud
   */
  record EndpointService(String serviceId, String serviceName) {}
}
