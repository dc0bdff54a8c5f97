package dev.linkspan.activities.simulation;

import dev.linkspan.activities.sandbox.SimulatedCloud;
import dev.linkspan.sandbox.http.Request;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.workflows.plan.ClusterPlan.NewCluster;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.NetworkPlan;
import dev.linkspan.workflows.plan.Plan.SecurityGroupPlan;
import dev.linkspan.workflows.plan.Plan.VSwitchPlan;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What others made: the names of the setup's own resources, and other tags. */
final class Neighbours {
  private static final String VPC = "2016-04-28";
  private static final String ECS = "2014-05-26";
  private static final String NLB = "2022-04-30";

  private final SimulatedCloud cloud;
  private final Plan plan;
  private final Map<String, Resource> before = new TreeMap<>();

  Neighbours(SimulatedCloud cloud, VirtualTime time, Plan plan) {
    this.cloud = cloud;
    this.plan = plan;
    NetworkPlan network = ((NewCluster) plan.cluster()).network();
    String vpc = make(VPC, "CreateVpc", "VpcId", network.vpcName(), "CidrBlock", network.vpcCidr());
    time.pass(Duration.ofMinutes(1));
    List<String> vSwitches = new ArrayList<>();
    for (VSwitchPlan each : network.vSwitches()) {
      vSwitches.add(
          make(
              VPC,
              "CreateVSwitch",
              "VSwitchId",
              each.name(),
              "VpcId",
              vpc,
              "ZoneId",
              each.zone(),
              "CidrBlock",
              each.cidr()));
      time.pass(Duration.ofMinutes(1));
    }
    for (SecurityGroupPlan each : network.securityGroups()) {
      make(ECS, "CreateSecurityGroup", "SecurityGroupId", each.name(), "VpcId", vpc);
    }
    plan.exposure()
        .serverGroups()
        .forEach(
            g ->
                make(
                    NLB,
                    "CreateServerGroup",
                    "ServerGroupId",
                    g.name(),
                    "ServerGroupName",
                    g.name(),
                    "VpcId",
                    vpc));
    make(
        NLB,
        "CreateLoadBalancer",
        "LoadbalancerId",
        plan.exposure().loadBalancerName(),
        "LoadBalancerName",
        plan.exposure().loadBalancerName(),
        "AddressType",
        "Intranet",
        "VpcId",
        vpc,
        "ZoneMappings.1.ZoneId",
        network.vSwitches().get(0).zone(),
        "ZoneMappings.1.VSwitchId",
        vSwitches.get(0),
        "ZoneMappings.2.ZoneId",
        network.vSwitches().get(1).zone(),
        "ZoneMappings.2.VSwitchId",
        vSwitches.get(1));
    connection();
    changefeed();
    time.pass(Duration.ofMinutes(5));
    cloud.store().all().forEach(r -> before.put(r.type() + " " + r.id(), r));
  }

  private String make(String version, String action, String id, String name, String... more) {
    Map<String, String> parameters = new HashMap<>();
    parameters.put("RegionId", plan.region());
    parameters.put("Tag.1.Key", "linkspan:setup");
    parameters.put("Tag.1.Value", "other");
    parameters.put("Tag.2.Key", "linkspan:resource");
    parameters.put("Tag.2.Value", name);
    if (!version.equals(NLB)) {
      parameters.put(id.replace("Id", "Name"), name);
    }
    for (int i = 0; i < more.length; i += 2) {
      parameters.put(more[i], more[i + 1]);
    }
    return cloud.console(version, action, parameters).get(id).toString();
  }

  private void connection() {
    String body =
        """
        {"privateLinkConnection": {"clusterId": "%s", "displayName": "%s",
          "type": "ALICLOUD_ENDPOINT_SERVICE",
          "alicloudEndpointService":
            {"name": "com.aliyuncs.privatelink.%s.epsrv-t4naaaaaaaaaaaaaaaaa"}}}
        """
            .formatted(
                plan.connection().clusterId(), plan.connection().displayName(), plan.region());
    cloud.handle(
        new Request(
            "POST",
            "/v1beta1/clusters/" + plan.connection().clusterId() + "/privateLinkConnections",
            "",
            Map.of(),
            body.getBytes(StandardCharsets.UTF_8)));
  }

  private void changefeed() {
    cloud
        .store()
        .put(
            Resource.of(
                    "changefeed",
                    "cf-theirs",
                    "5500000000000001",
                    plan.region(),
                    plan.verification().changefeedName())
                .withStatus("PAUSED")
                .with("clusterId", plan.connection().clusterId())
                .with("sink", Map.of("type", "KAFKA", "kafka", Map.of()))
                .with("filter", Map.of())
                .with("startPosition", Map.of()));
  }

  boolean owns(Resource resource) {
    return before.containsKey(resource.type() + " " + resource.id());
  }

  /** What is different from what it was, or gone; empty when all is well. */
  List<String> touched() {
    List<String> touched = new ArrayList<>();
    before.forEach(
        (key, was) -> {
          if (!cloud.store().find(was.type(), was.id()).filter(was::equals).isPresent()) {
            touched.add(key + " (" + was.name() + ")");
          }
        });
    return touched;
  }
}
