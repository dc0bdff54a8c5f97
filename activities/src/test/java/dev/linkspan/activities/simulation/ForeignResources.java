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

/** Resources of others, with the names of the setup's own resources and other tags. */
final class ForeignResources {
  private static final String VPC = "2016-04-28";
  private static final String ECS = "2014-05-26";
  private static final String NLB = "2022-04-30";

  private final SimulatedCloud cloud;
  private final Plan plan;
  private final Map<String, Resource> before = new TreeMap<>();

  ForeignResources(SimulatedCloud cloud, VirtualTime time, Plan plan) {
    this.cloud = cloud;
    this.plan = plan;
    NetworkPlan network = ((NewCluster) plan.cluster()).network();
    String vpc =
        create(VPC, "CreateVpc", "VpcId", network.vpcName(), "CidrBlock", network.vpcCidr());
    time.sleep(Duration.ofMinutes(1));
    List<String> vSwitches = new ArrayList<>();
    for (VSwitchPlan each : network.vSwitches()) {
      vSwitches.add(
          create(
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
      time.sleep(Duration.ofMinutes(1));
    }
    for (SecurityGroupPlan each : network.securityGroups()) {
      create(ECS, "CreateSecurityGroup", "SecurityGroupId", each.name(), "VpcId", vpc);
    }
    plan.exposure()
        .serverGroups()
        .forEach(
            g ->
                create(
                    NLB,
                    "CreateServerGroup",
                    "ServerGroupId",
                    g.name(),
                    "ServerGroupName",
                    g.name(),
                    "VpcId",
                    vpc));
    create(
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
    time.sleep(Duration.ofMinutes(5));
    cloud.store().all().forEach(r -> before.put(r.type() + " " + r.id(), r));
  }

  private String create(String version, String action, String id, String name, String... more) {
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
                    "cf-foreign",
                    "5500000000000001",
                    plan.region(),
                    plan.verification().changefeed().name())
                .withStatus("PAUSED")
                .with("clusterId", plan.connection().clusterId())
                .with("sink", Map.of("type", "KAFKA", "kafka", Map.of()))
                .with("filter", Map.of())
                .with("startPosition", Map.of()));
  }

  /** Whether a resource is one of these. */
  boolean contains(Resource resource) {
    return before.containsKey(resource.type() + " " + resource.id());
  }

  /** The resources that have changed or are gone. */
  List<String> changed() {
    List<String> changed = new ArrayList<>();
    before.forEach(
        (key, resource) -> {
          if (cloud
              .store()
              .find(resource.type(), resource.id())
              .filter(resource::equals)
              .isEmpty()) {
            changed.add(key + " (" + resource.name() + ")");
          }
        });
    return changed;
  }
}
