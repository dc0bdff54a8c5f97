package dev.linkspan.activities.verification;

import static dev.linkspan.activities.sandbox.LocalActivities.OWNER;

import dev.linkspan.activities.sandbox.LocalActivities;
import dev.linkspan.workflows.exposure.ExposureActivities.ZoneVSwitch;
import dev.linkspan.workflows.network.NetworkActivities.Instance;
import dev.linkspan.workflows.network.NetworkActivities.InstanceRequest;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.InstancePlan;
import dev.linkspan.workflows.plan.Plan.NetworkPlan;
import dev.linkspan.workflows.plan.Plan.SecurityGroupPlan;
import dev.linkspan.workflows.plan.Plan.VSwitchPlan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The network and the instances of the guide's setup in the sandbox. */
final class BuiltNetwork {
  private final LocalActivities local;
  private final Plan plan;
  private final String vpcId;
  private final Map<String, String> vSwitches = new HashMap<>();
  private final Map<String, String> securityGroups = new HashMap<>();
  private final List<Instance> instances;

  BuiltNetwork(LocalActivities local, Plan plan) {
    this.local = local;
    this.plan = plan;
    NetworkPlan network = plan.network();
    vpcId = local.network().ensureVpc(OWNER, network.vpcName(), network.vpcCidr());
    for (VSwitchPlan vSwitch : network.vSwitches()) {
      vSwitches.put(vSwitch.name(), local.network().ensureVSwitch(OWNER, vpcId, vSwitch));
    }
    var unused = local.network().ensureKeyPair(OWNER, network.keyPairName());
    network.securityGroups().forEach(group -> ensureSecurityGroup(group.name()));
    instances = network.instances().stream().map(i -> ensureInstance(i.name())).toList();
  }

  String vpcId() {
    return vpcId;
  }

  List<Instance> instances() {
    return instances;
  }

  /** The zones of the load balancer. */
  List<ZoneVSwitch> zones() {
    return plan.network().vSwitches().stream()
        .filter(v -> plan.exposure().zoneVSwitches().contains(v.name()))
        .map(v -> new ZoneVSwitch(v.zone(), vSwitches.get(v.name())))
        .toList();
  }

  void ensureSecurityGroup(String name) {
    SecurityGroupPlan group =
        plan.network().securityGroups().stream()
            .filter(g -> g.name().equals(name))
            .findFirst()
            .orElseThrow();
    securityGroups.put(name, local.network().ensureSecurityGroup(OWNER, vpcId, group));
  }

  Instance ensureInstance(String name) {
    InstancePlan instance =
        plan.network().instances().stream()
            .filter(i -> i.name().equals(name))
            .findFirst()
            .orElseThrow();
    return local
        .network()
        .ensureInstance(
            OWNER,
            new InstanceRequest(
                instance,
                vSwitches.get(instance.vSwitch()),
                securityGroups.get(instance.securityGroup()),
                plan.network().keyPairName()));
  }

  String securityGroup(String name) {
    return securityGroups.get(name);
  }

  Instance instance(String name) {
    return instances.stream().filter(i -> i.name().equals(name)).findFirst().orElseThrow();
  }
}
