package dev.linkspan.teardown;

import dev.linkspan.kafka.NodeActivities.Node;
import dev.linkspan.plan.ClusterPlan.NewCluster;
import dev.linkspan.plan.Plan;
import dev.linkspan.plan.Plan.InstancePlan;
import dev.linkspan.plan.Plan.NetworkPlan;
import dev.linkspan.plan.Plan.SecurityGroupPlan;
import dev.linkspan.plan.Plan.ServerGroupPlan;
import dev.linkspan.plan.Plan.VSwitchPlan;
import dev.linkspan.progress.Branches;
import dev.linkspan.progress.Progress;
import dev.linkspan.progress.Steps;
import dev.linkspan.setup.Activities;
import dev.linkspan.setup.Owner;
import dev.linkspan.setup.PrivateLinkSetup.Command;
import io.temporal.workflow.Promise;
import io.temporal.workflow.WorkflowInit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Knows what to remove from the plan's names and the setup's tags alone, so it does not matter how
 * far the building came: removing what is not there succeeds. The changefeed goes first, while it
 * can still be told that it ends; then the way into the VPC and the machines, side by side; the
 * network last. A change of the order of steps needs {@code Workflow.getVersion}.
 */
public final class TeardownWorkflow implements Teardown {
  private static final String SCHEDULE = "Verification schedule";
  private static final String CHANGEFEED = "Changefeed";
  private static final String CONNECTION = "TiDB Cloud connection";
  private static final String SERVICE = "Endpoint service";
  private static final String PROBE = "Probe on a machine that is not ours";
  private static final String INSTANCES = "Instances";

  private final Input input;
  private final Owner owner;
  private final Plan plan;

  /** Empty for a cluster that was there before: its machines and network stay. */
  private final Optional<NetworkPlan> network;

  private final Steps steps;
  private final Branches branches = new Branches();

  @WorkflowInit
  public TeardownWorkflow(Input input) {
    this.input = input;
    this.owner = input.owner();
    this.plan = input.plan();
    this.network =
        plan.cluster() instanceof NewCluster made ? Optional.of(made.network()) : Optional.empty();
    this.steps = Steps.ofChild("Teardown", input.setupWorkflow());
    steps.plan(stepNames());
  }

  @Override
  public void run(Input started) {
    branches.joined(this::remove);
  }

  private String remove() {
    steps.perform(SCHEDULE, Activities::verification, checks -> checks.removeSchedule(owner, plan));
    steps.perform(
        CHANGEFEED, Activities::verification, checks -> checks.removeChangefeed(owner, plan));
    Promise<Void> wayIn = branches.go(this::removeWayIn);
    Promise<Void> machines = branches.go(() -> network.ifPresent(this::removeMachines));
    input.probe().ifPresent(this::removeProbe);
    wayIn.get();
    machines.get();
    network.ifPresent(this::removeNetwork);
    return plan.name();
  }

  private void removeWayIn() {
    steps.perform(
        CONNECTION,
        Activities::connection,
        connection -> connection.removeConnection(owner, plan.connection()));
    steps.perform(SERVICE, Activities::exposure, exposure -> exposure.removeEndpointService(owner));
    steps.perform(
        loadBalancerStep(),
        Activities::exposure,
        exposure -> exposure.removeLoadBalancer(owner, plan.exposure().loadBalancerName()));
    Branches.all(branches.each(plan.exposure().serverGroups(), this::removeServerGroup));
  }

  private String removeServerGroup(ServerGroupPlan group) {
    steps.perform(
        groupStep(group),
        Activities::exposure,
        exposure -> exposure.removeServerGroup(owner, group.name()));
    return group.name();
  }

  private void removeProbe(Node node) {
    steps.perform(PROBE, Activities::node, nodes -> nodes.removeProbe(owner, node));
  }

  private void removeMachines(NetworkPlan network) {
    List<String> names = network.instances().stream().map(InstancePlan::name).toList();
    steps.perform(INSTANCES, Activities::network, clouds -> clouds.removeInstances(owner, names));
    steps.perform(
        keyPairStep(network),
        Activities::network,
        clouds -> clouds.removeKeyPair(owner, network.keyPairName()));
    Branches.all(branches.each(network.securityGroups(), this::removeSecurityGroup));
  }

  private String removeSecurityGroup(SecurityGroupPlan group) {
    steps.perform(
        securityGroupStep(group),
        Activities::network,
        clouds -> clouds.removeSecurityGroup(owner, group.name()));
    return group.name();
  }

  private void removeNetwork(NetworkPlan network) {
    network
        .vSwitches()
        .forEach(
            vSwitch ->
                steps.perform(
                    vSwitchStep(vSwitch),
                    Activities::network,
                    clouds -> clouds.removeVSwitch(owner, vSwitch.name())));
    steps.perform(
        vpcStep(network),
        Activities::network,
        clouds -> clouds.removeVpc(owner, network.vpcName()));
  }

  private List<String> stepNames() {
    List<String> names = new ArrayList<>(List.of(SCHEDULE, CHANGEFEED, CONNECTION, SERVICE));
    names.add(loadBalancerStep());
    plan.exposure().serverGroups().forEach(group -> names.add(groupStep(group)));
    input.probe().ifPresent(node -> names.add(PROBE));
    network.ifPresent(made -> names.addAll(stepNames(made)));
    return names;
  }

  private static List<String> stepNames(NetworkPlan network) {
    List<String> names = new ArrayList<>(List.of(INSTANCES, keyPairStep(network)));
    network.securityGroups().forEach(group -> names.add(securityGroupStep(group)));
    network.vSwitches().forEach(vSwitch -> names.add(vSwitchStep(vSwitch)));
    names.add(vpcStep(network));
    return names;
  }

  private String loadBalancerStep() {
    return "Load balancer " + plan.exposure().loadBalancerName();
  }

  private static String groupStep(ServerGroupPlan group) {
    return "Server group " + group.name();
  }

  private static String keyPairStep(NetworkPlan network) {
    return "Key pair " + network.keyPairName();
  }

  private static String securityGroupStep(SecurityGroupPlan group) {
    return "Security group " + group.name();
  }

  private static String vSwitchStep(VSwitchPlan vSwitch) {
    return "vSwitch " + vSwitch.name();
  }

  private static String vpcStep(NetworkPlan network) {
    return "VPC " + network.vpcName();
  }

  @Override
  public void retry(Command command) {
    steps.retry();
  }

  @Override
  public Progress progress() {
    return steps.progress();
  }
}
