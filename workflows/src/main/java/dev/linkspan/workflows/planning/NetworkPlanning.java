package dev.linkspan.workflows.planning;

import dev.linkspan.workflows.plan.Plan.BrokerPlan;
import dev.linkspan.workflows.plan.Plan.InboundRule;
import dev.linkspan.workflows.plan.Plan.InstancePlan;
import dev.linkspan.workflows.plan.Plan.NetworkPlan;
import dev.linkspan.workflows.plan.Plan.SecurityGroupPlan;
import dev.linkspan.workflows.plan.Plan.SshPlan;
import dev.linkspan.workflows.plan.Plan.VSwitchPlan;
import dev.linkspan.workflows.spec.NewClusterSpec;
import java.util.ArrayList;
import java.util.List;

/** The part of a plan about the VPC and its machines. */
final class NetworkPlanning {
  private static final String BASTION = "bastion";
  private static final String BASTION_GROUP = "bastion-security-group";
  private static final String BROKER_GROUP = "broker-security-group";
  private static final int BASTION_BANDWIDTH_MBPS = 10;

  private NetworkPlanning() {}

  static NetworkPlan plan(NewClusterSpec spec, List<BrokerPlan> brokers) {
    return new NetworkPlan(
        spec.name() + "-vpc",
        spec.network().vpcCidr().toString(),
        vSwitches(spec),
        spec.name() + "-key-pair",
        List.of(bastionGroup(spec), brokerGroup(spec)),
        instances(spec, brokers),
        new SshPlan(spec.network().ssh().user(), spec.network().ssh().port()));
  }

  /** The key of the vSwitch that a zone's brokers and the load balancer share. */
  static String vSwitch(String zone) {
    return "broker-" + zone;
  }

  private static List<VSwitchPlan> vSwitches(NewClusterSpec spec) {
    List<VSwitchPlan> vSwitches = new ArrayList<>();
    for (NewClusterSpec.Zone zone : spec.network().zones()) {
      vSwitches.add(new VSwitchPlan(vSwitch(zone.zone()), zone.zone(), zone.cidr().toString()));
    }
    NewClusterSpec.Bastion bastion = spec.network().bastion();
    vSwitches.add(new VSwitchPlan(BASTION, bastion.zone(), bastion.cidr().toString()));
    return List.copyOf(vSwitches);
  }

  private static SecurityGroupPlan bastionGroup(NewClusterSpec spec) {
    return new SecurityGroupPlan(
        BASTION_GROUP,
        List.of(
            rule(
                spec.network().ssh().port(),
                spec.network().bastion().sshFrom().toString(),
                "SSH from the operator"),
            rule(
                spec.kafka().ports().distribution(),
                spec.network().vpcCidr().toString(),
                "archives for the brokers")));
  }

  /** The load balancer does not preserve client addresses: its traffic comes from the VPC too. */
  private static SecurityGroupPlan brokerGroup(NewClusterSpec spec) {
    String vpc = spec.network().vpcCidr().toString();
    return new SecurityGroupPlan(
        BROKER_GROUP,
        List.of(
            rule(
                spec.network().ssh().port(),
                spec.network().bastion().cidr().toString(),
                "SSH from the bastion"),
            rule(spec.kafka().ports().internal(), vpc, "INTERNAL: brokers and clients in the VPC"),
            rule(spec.kafka().ports().controller(), vpc, "CONTROLLER: the quorum"),
            rule(spec.kafka().ports().external(), vpc, "EXTERNAL: the load balancer")));
  }

  private static InboundRule rule(int port, String source, String description) {
    return new InboundRule(port + "/" + port, source, description);
  }

  private static List<InstancePlan> instances(NewClusterSpec spec, List<BrokerPlan> brokers) {
    NewClusterSpec.Bastion bastion = spec.network().bastion();
    List<InstancePlan> instances = new ArrayList<>();
    instances.add(
        new InstancePlan(
            "bastion-node",
            bastion.zone(),
            BASTION,
            BASTION_GROUP,
            bastion.instanceType(),
            spec.network().imageFamily(),
            bastion.diskCategory(),
            bastion.diskGiB(),
            BASTION_BANDWIDTH_MBPS));
    for (BrokerPlan broker : brokers) {
      instances.add(
          new InstancePlan(
              broker.instance(),
              broker.zone(),
              vSwitch(broker.zone()),
              BROKER_GROUP,
              spec.kafka().instanceType(),
              spec.network().imageFamily(),
              spec.kafka().diskCategory(),
              spec.kafka().diskGiB(),
              0));
    }
    return List.copyOf(instances);
  }
}
