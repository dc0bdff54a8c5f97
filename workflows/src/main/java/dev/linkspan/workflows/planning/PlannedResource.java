package dev.linkspan.workflows.planning;

import dev.linkspan.workflows.plan.ClusterPlan.AdoptedMachine;
import dev.linkspan.workflows.plan.ClusterPlan.ExistingCluster;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.BrokerPlan;
import dev.linkspan.workflows.plan.Plan.ChangefeedPlan;
import dev.linkspan.workflows.plan.Plan.ChangefeedUse;
import dev.linkspan.workflows.plan.Plan.ExposurePlan;
import dev.linkspan.workflows.plan.Plan.InboundRule;
import dev.linkspan.workflows.plan.Plan.InstancePlan;
import dev.linkspan.workflows.plan.Plan.KafkaPlan;
import dev.linkspan.workflows.plan.Plan.NetworkPlan;
import dev.linkspan.workflows.plan.Plan.SecurityGroupPlan;
import dev.linkspan.workflows.plan.Plan.ServerGroupPlan;
import dev.linkspan.workflows.plan.Plan.VSwitchPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Something that a setup creates, or changes on a broker, as the plan describes it.
 *
 * @param kind for example {@code vSwitch}
 * @param name its key within the setup
 * @param fixed what cannot be changed once it exists, by attribute
 * @param changeable what can be changed, by attribute
 */
record PlannedResource(
    String kind, String name, Map<String, String> fixed, Map<String, String> changeable) {

  /** Everything in this plan, in the order of creation. */
  static List<PlannedResource> of(Plan plan) {
    List<PlannedResource> resources = new ArrayList<>();
    if (plan.cluster() instanceof ExistingCluster existing) {
      existing.brokers().forEach(broker -> resources.add(adopted(existing, broker)));
    } else {
      network(plan, resources);
      plan.kafka().brokers().forEach(broker -> resources.add(broker(plan.kafka(), broker)));
    }
    exposure(plan, resources);
    resources.add(
        resource("private link connection", plan.connection().displayName())
            .fixed("TiDB Cloud cluster", plan.connection().clusterId())
            .fixed("credential", plan.credentials().tidbCloud())
            .fixed("region", plan.region()));
    changefeed(plan.verification().changefeed(), resources);
    if (!plan.verification().recurrence().isOff()) {
      resources.add(
          resource("verification schedule", plan.name())
              .changeable("when", plan.verification().recurrence().text()));
    }
    return List.copyOf(resources);
  }

  private static void network(Plan plan, List<PlannedResource> resources) {
    NetworkPlan network = plan.network();
    resources.add(
        resource("VPC", network.vpcName())
            .fixed("CIDR", network.vpcCidr())
            .fixed("region", plan.region())
            .fixed("credential", plan.credentials().alibabaCloud()));
    for (VSwitchPlan vSwitch : network.vSwitches()) {
      resources.add(
          resource("vSwitch", vSwitch.name())
              .fixed("zone", vSwitch.zone())
              .fixed("CIDR", vSwitch.cidr()));
    }
    resources.add(
        resource("key pair", network.keyPairName())
            .fixed("public half of", plan.credentials().sshKey()));
    for (SecurityGroupPlan group : network.securityGroups()) {
      resources.add(
          resource("security group", group.name())
              .changeable(
                  "inbound",
                  group.rules().stream()
                      .map(PlannedResource::text)
                      .collect(Collectors.joining(", "))));
    }
    for (InstancePlan instance : network.instances()) {
      resources.add(
          resource("instance", instance.name())
              .fixed("type", instance.instanceType())
              .fixed("zone", instance.zone())
              .fixed("vSwitch", instance.vSwitch())
              .fixed("image", instance.imageFamily())
              .fixed("disk", instance.diskGiB() + " GiB " + instance.diskCategory())
              .fixed("public Mbit/s", String.valueOf(instance.publicBandwidthMbps()))
              .fixed("security group", instance.securityGroup())
              .fixed("SSH", network.ssh().user() + ":" + network.ssh().port()));
    }
  }

  private static String text(InboundRule rule) {
    return rule.portRange().split("/", -1)[0] + " from " + rule.sourceCidr();
  }

  private static PlannedResource broker(KafkaPlan kafka, BrokerPlan broker) {
    return resource("broker", String.valueOf(broker.nodeId()))
        .fixed("cluster id", kafka.clusterId())
        .fixed("machine", broker.instance())
        .fixed("roles", broker.controller() ? "broker, controller" : "broker")
        .fixed("Kafka", kafka.kafkaArchive().version() + " " + kafka.kafkaArchive().sha512())
        .fixed("Java", kafka.jdkArchive().version() + " " + kafka.jdkArchive().sha512())
        .fixed("folder", kafka.installTo() + " of " + kafka.serviceUser())
        .changeable("heap", kafka.heap())
        .changeable("listeners", ports(kafka))
        .changeable("copies", kafka.defaultReplicationFactor() + "/" + kafka.minInsyncReplicas())
        .changeable("settings", settings(kafka))
        .changeable("advertises", String.valueOf(broker.advertisedPort()));
  }

  private static String settings(KafkaPlan kafka) {
    return kafka.settings().isEmpty()
        ? "none"
        : kafka.settings().entrySet().stream()
            .map(setting -> setting.getKey() + "=" + setting.getValue())
            .collect(Collectors.joining(", "));
  }

  private static String ports(KafkaPlan kafka) {
    return "%d, %d, %d on %s"
        .formatted(
            kafka.controllerPort(),
            kafka.internalPort(),
            kafka.externalPort(),
            kafka.bindPrivateAddress() ? "the private address" : "every address");
  }

  private static PlannedResource adopted(ExistingCluster cluster, BrokerPlan broker) {
    AdoptedMachine machine = cluster.machine(broker);
    return resource("listener of broker", String.valueOf(broker.nodeId()))
        .fixed("cluster id", cluster.clusterId())
        .fixed("machine", machine.ssh().address() + " " + machine.instanceId())
        .fixed("name", cluster.externalListener())
        .changeable("file", String.valueOf(machine.service()))
        .changeable("port", String.valueOf(cluster.externalPort()))
        .changeable("advertises", String.valueOf(broker.advertisedPort()));
  }

  private static void exposure(Plan plan, List<PlannedResource> resources) {
    ExposurePlan exposure = plan.exposure();
    String place =
        plan.cluster() instanceof ExistingCluster existing
            ? existing.vpcId() + " " + existing.vSwitches()
            : plan.network().vpcName() + " " + plan.network().vpcCidr();
    resources.add(
        resource("load balancer", exposure.loadBalancerName())
            .fixed("zones", String.join(", ", exposure.zoneVSwitches()))
            .fixed("network", place));
    for (ServerGroupPlan group : exposure.serverGroups()) {
      resources.add(
          resource("server group", group.name())
              .changeable("health check", exposure.healthCheck().interval().toSeconds() + " s")
              .changeable("backends", String.join(", ", group.instances()))
              .changeable("backend port", String.valueOf(plan.cluster().externalPort())));
      resources.add(
          resource("listener", group.name()).fixed("port", "tcp " + group.listenerPort()));
    }
    resources.add(
        resource("endpoint service", exposure.endpointServiceDescription())
            .fixed("load balancer", exposure.loadBalancerName()));
  }

  private static void changefeed(ChangefeedPlan changefeed, List<PlannedResource> resources) {
    if (changefeed.use() == ChangefeedUse.KEEP) {
      resources.add(
          resource("changefeed", changefeed.name())
              .fixed("tables", changefeed.tableFilter())
              .fixed("topic", changefeed.topic()));
    }
  }

  private static PlannedResource resource(String kind, String name) {
    return new PlannedResource(kind, name, new LinkedHashMap<>(), new LinkedHashMap<>());
  }

  private PlannedResource fixed(String attribute, String value) {
    fixed.put(attribute, value);
    return this;
  }

  private PlannedResource changeable(String attribute, String value) {
    changeable.put(attribute, value);
    return this;
  }

  boolean isSame(PlannedResource other) {
    return kind.equals(other.kind) && name.equals(other.name);
  }
}
