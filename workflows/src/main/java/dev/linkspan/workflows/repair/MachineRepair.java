package dev.linkspan.workflows.repair;

import dev.linkspan.workflows.kafka.BrokerActivities;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.network.NetworkActivities;
import dev.linkspan.workflows.network.NetworkActivities.Instance;
import dev.linkspan.workflows.network.NetworkActivities.InstanceRequest;
import dev.linkspan.workflows.plan.ClusterPlan.NewCluster;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.InstancePlan;
import dev.linkspan.workflows.plan.Plan.NetworkPlan;
import dev.linkspan.workflows.plan.Plan.SecurityGroupPlan;
import dev.linkspan.workflows.plan.Plan.VSwitchPlan;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.steps.Steps;
import dev.linkspan.workflows.verification.Repair;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The repairs of security groups, machines, and what the brokers' machines hold. Workflow code
 * only.
 */
final class MachineRepair {
  private final Owner owner;
  private final Steps steps;
  private final RepairedLink repaired;

  MachineRepair(Owner owner, Steps steps, RepairedLink repaired) {
    this.owner = owner;
    this.steps = steps;
    this.repaired = repaired;
  }

  /** The step of this repair; none if it belongs to something else, or is not in the plan. */
  List<RepairStep> step(Repair repair) {
    return switch (repair.kind()) {
      case SECURITY_GROUP ->
          network()
              .flatMap(network -> network.securityGroups().stream())
              .filter(group -> group.name().equals(repair.resource()))
              .map(this::securityGroup)
              .toList();
      case INSTANCE ->
          network()
              .flatMap(network -> network.instances().stream())
              .filter(instance -> instance.name().equals(repair.resource()))
              .map(this::instance)
              .toList();
      case UNIT -> broker(repair).map(this::unit).toList();
      case BROKERS -> broker(repair).map(this::file).toList();
      default -> List.of();
    };
  }

  private Link link() {
    return repaired.link();
  }

  /** The network, if the setup made it. */
  private Stream<NetworkPlan> network() {
    return link().plan().cluster() instanceof NewCluster made
        ? Stream.of(made.network())
        : Stream.of();
  }

  private Stream<RollingBroker> broker(Repair repair) {
    return link().brokers().stream()
        .filter(broker -> String.valueOf(broker.nodeId()).equals(repair.resource()));
  }

  private RepairStep securityGroup(SecurityGroupPlan group) {
    String name = "Security group " + group.name();
    return new RepairStep(
        name,
        () ->
            steps.create(
                name,
                NetworkActivities::withSummary,
                network -> network.ensureSecurityGroup(owner, link().network().vpcId(), group)));
  }

  private RepairStep instance(InstancePlan plan) {
    String name = "Instance " + plan.name();
    return new RepairStep(name, () -> steps.run(name, () -> start(name, plan)));
  }

  private String start(String step, InstancePlan plan) {
    NetworkPlan network = link().plan().network();
    NetworkActivities activities = NetworkActivities.withSummary(step);
    String vpcId = link().network().vpcId();
    String vSwitchId =
        repaired
            .id("vSwitch", plan.vSwitch())
            .orElseGet(() -> activities.ensureVSwitch(owner, vpcId, vSwitch(network, plan)));
    String groupId =
        repaired
            .id("security group", plan.securityGroup())
            .orElseGet(() -> activities.ensureSecurityGroup(owner, vpcId, group(network, plan)));
    Instance found =
        steps
            .creations()
            .during(
                () ->
                    activities.ensureInstance(
                        owner,
                        new InstanceRequest(plan, vSwitchId, groupId, network.keyPairName())));
    requireSame(plan, found);
    repaired.ensured(found);
    link().brokers().stream()
        .filter(broker -> instanceOf(broker).equals(Optional.of(plan.name())))
        .forEach(
            broker ->
                BrokerActivities.withSummary("Start of broker " + broker.nodeId())
                    .start(owner, broker.node(), broker.service()));
    return plan.name();
  }

  private Optional<String> instanceOf(RollingBroker broker) {
    return link().plan().brokers().stream()
        .filter(plan -> plan.nodeId() == broker.nodeId())
        .map(plan -> plan.instance())
        .findFirst();
  }

  private static VSwitchPlan vSwitch(NetworkPlan network, InstancePlan plan) {
    return network.vSwitches().stream()
        .filter(vSwitch -> vSwitch.name().equals(plan.vSwitch()))
        .findFirst()
        .orElseThrow();
  }

  private static SecurityGroupPlan group(NetworkPlan network, InstancePlan plan) {
    return network.securityGroups().stream()
        .filter(group -> group.name().equals(plan.securityGroup()))
        .findFirst()
        .orElseThrow();
  }

  /** A machine that was released took its disk with it. */
  private void requireSame(InstancePlan plan, Instance found) {
    link().network().instances().stream()
        .filter(known -> known.name().equals(plan.name()))
        .filter(known -> !known.instanceId().equals(found.instanceId()))
        .findFirst()
        .ifPresent(
            gone -> {
              throw Failures.needsPerson(
                  "instance %s is gone with its disk; %s is a new, empty machine"
                      .formatted(gone.instanceId(), found.instanceId()),
                  "Destroy the setup and create it again.");
            });
  }

  private RepairStep unit(RollingBroker broker) {
    String name = "Unit of broker " + broker.nodeId();
    return new RepairStep(
        name,
        () ->
            steps.perform(
                name,
                BrokerActivities::withSummary,
                brokers -> brokers.enableUnit(owner, broker.node(), broker.service())));
  }

  /**
   * Writes the file whether or not the broker runs with what it says now: that takes effect at the
   * next restart, by the rollout that follows if the broker serves something else, or by anybody.
   */
  private RepairStep file(RollingBroker broker) {
    String name = "File of broker " + broker.nodeId();
    return new RepairStep(
        name,
        () ->
            broker
                .wanted()
                .ifPresent(
                    wanted ->
                        steps.perform(
                            name,
                            BrokerActivities::withSummary,
                            brokers ->
                                brokers.writeListener(
                                    owner, broker.node(), broker.service(), wanted))));
  }
}
