package dev.linkspan.sandbox;

import static dev.linkspan.sandbox.NetworkActions.ZONE;

import dev.linkspan.sandbox.models.Conformance;

/** Calls every action of Alibaba Cloud that the sandbox models, and records the calls. */
final class EveryAction {
  private final Conformance conformance = new Conformance();
  private final ProductCalls sts;
  private final ProductCalls vpc;
  private final ProductCalls ecs;
  private final ProductCalls nlb;
  private final ProductCalls privateLink;

  EveryAction(LinkedCloud cloud) {
    this.sts = new ProductCalls(cloud, conformance, "Sts", "2015-04-01");
    this.vpc = new ProductCalls(cloud, conformance, "Vpc", "2016-04-28");
    this.ecs = new ProductCalls(cloud, conformance, "Ecs", "2014-05-26");
    this.nlb = new ProductCalls(cloud, conformance, "Nlb", "2022-04-30");
    this.privateLink = new ProductCalls(cloud, conformance, "Privatelink", "2020-04-15");
  }

  /** Makes the calls. */
  Conformance make() {
    sts.call("GetCallerIdentity");
    regions();
    NetworkActions network = new NetworkActions(vpc, ecs);
    LoadBalancerActions balancers = new LoadBalancerActions(nlb, network);
    PrivateLinkActions services = new PrivateLinkActions(privateLink, network);
    network.create();
    String balancer = balancers.create();
    String service = services.createService(balancer);
    services.connect(service);
    services.deleteService(service, balancer);
    balancers.delete(balancer);
    network.delete();
    return conformance;
  }

  private void regions() {
    vpc.call("DescribeRegions");
    vpc.call("DescribeZones");
    ecs.call("DescribeRegions");
    ecs.call("DescribeZones");
    nlb.call("DescribeRegions");
    nlb.call("DescribeZones");
    privateLink.call("DescribeRegions");
    privateLink.call("DescribeZones", "ServiceResourceType=nlb");
    ecs.call("DescribeInstanceTypes", "InstanceTypes.1=ecs.g6.large");
    ecs.call("DescribeAvailableResource", "DestinationResource=InstanceType ZoneId=" + ZONE);
    ecs.call(
        "DescribeAvailableResource", "DestinationResource=SystemDisk InstanceType=ecs.g6.large");
    ecs.call("DescribeImages", "ImageName=aliyun_3_*");
  }
}
