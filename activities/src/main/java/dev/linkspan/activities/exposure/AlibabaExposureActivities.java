package dev.linkspan.activities.exposure;

import dev.linkspan.activities.alibabacloud.AlibabaCloud;
import dev.linkspan.activities.alibabacloud.Session;
import dev.linkspan.workflows.exposure.ExposureActivities;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.HealthCheckPlan;
import java.time.Duration;
import java.util.List;

/** Network load balancer and endpoint service, on Alibaba Cloud. */
public final class AlibabaExposureActivities implements ExposureActivities {
  private final AlibabaCloud cloud;

  public AlibabaExposureActivities(AlibabaCloud cloud) {
    this.cloud = cloud;
  }

  @Override
  public String ensureServerGroup(
      Owner owner, String vpcId, String name, HealthCheckPlan healthCheck) {
    return Session.in(
        cloud, owner, session -> new ServerGroups(session).ensure(vpcId, name, healthCheck));
  }

  @Override
  public void ensureBackends(Owner owner, String serverGroupId, List<Backend> backends) {
    Session.run(
        cloud, owner, session -> new ServerGroups(session).ensureMembers(serverGroupId, backends));
  }

  @Override
  public LoadBalancer ensureLoadBalancer(Owner owner, LoadBalancerRequest request) {
    return Session.in(cloud, owner, session -> new LoadBalancers(session).ensure(request));
  }

  @Override
  public String ensureListener(Owner owner, ListenerRequest request) {
    return Session.in(cloud, owner, session -> new Listeners(session).ensure(request));
  }

  @Override
  public void awaitHealthyBackends(Owner owner, String listenerId, int members, Duration patience) {
    Session.run(
        cloud,
        owner,
        session -> new Listeners(session).awaitHealthy(listenerId, members, patience));
  }

  @Override
  public EndpointService ensureEndpointService(Owner owner, EndpointServiceRequest request) {
    return Session.in(cloud, owner, session -> new EndpointServices(session).ensure(request));
  }

  @Override
  public void ensureWhitelisted(Owner owner, String serviceId, String accountId) {
    Session.run(cloud, owner, session -> new EndpointServices(session).allow(serviceId, accountId));
  }

  @Override
  public void removeEndpointService(Owner owner) {
    Session.run(cloud, owner, session -> new EndpointServiceRemoval(session).run());
  }

  @Override
  public void removeLoadBalancer(Owner owner, String name) {
    Session.run(cloud, owner, session -> new LoadBalancers(session).remove(name));
  }

  @Override
  public void removeServerGroup(Owner owner, String name) {
    Session.run(cloud, owner, session -> new ServerGroups(session).remove(name));
  }
}
