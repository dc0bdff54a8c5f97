package dev.linkspan.activities.exposure;

import dev.linkspan.activities.alibabacloud.AlibabaCloud;
import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.workflows.exposure.ExposureActivities;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.HealthCheckPlan;
import java.time.Duration;
import java.util.List;

/** Network load balancer and endpoint service on Alibaba Cloud. */
public final class AlibabaExposureActivities implements ExposureActivities {
  private final AlibabaCloud cloud;

  public AlibabaExposureActivities(AlibabaCloud cloud) {
    this.cloud = cloud;
  }

  @Override
  public String ensureServerGroup(
      Owner owner, String vpcId, String name, HealthCheckPlan healthCheck) {
    return OwnerClient.in(
        cloud, owner, client -> new ServerGroups(client).ensure(vpcId, name, healthCheck));
  }

  @Override
  public void ensureBackends(Owner owner, String serverGroupId, List<Backend> backends) {
    OwnerClient.run(
        cloud, owner, client -> new ServerGroups(client).ensureBackends(serverGroupId, backends));
  }

  @Override
  public LoadBalancer ensureLoadBalancer(Owner owner, LoadBalancerRequest request) {
    return OwnerClient.in(cloud, owner, client -> new LoadBalancers(client).ensure(request));
  }

  @Override
  public String ensureListener(Owner owner, ListenerRequest request) {
    return OwnerClient.in(cloud, owner, client -> new Listeners(client).ensure(request));
  }

  @Override
  public void awaitHealthyBackends(Owner owner, String listenerId, int members, Duration patience) {
    OwnerClient.run(
        cloud,
        owner,
        client -> new Listeners(client).waitUntilHealthy(listenerId, members, patience));
  }

  @Override
  public EndpointService ensureEndpointService(Owner owner, EndpointServiceRequest request) {
    return OwnerClient.in(cloud, owner, client -> new EndpointServices(client).ensure(request));
  }

  @Override
  public void ensureWhitelisted(Owner owner, String serviceId, String accountId) {
    OwnerClient.run(
        cloud, owner, client -> new EndpointServices(client).addToWhitelist(serviceId, accountId));
  }

  @Override
  public void removeEndpointService(Owner owner) {
    OwnerClient.run(cloud, owner, client -> new EndpointServiceRemoval(client).run());
  }

  @Override
  public void removeLoadBalancer(Owner owner, String name) {
    OwnerClient.run(cloud, owner, client -> new LoadBalancers(client).remove(name));
  }

  @Override
  public void removeListener(Owner owner, String listenerId) {
    OwnerClient.run(cloud, owner, client -> new Listeners(client).remove(listenerId));
  }

  @Override
  public void removeServerGroup(Owner owner, String name) {
    OwnerClient.run(cloud, owner, client -> new ServerGroups(client).remove(name));
  }
}
