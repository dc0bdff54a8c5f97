package dev.linkspan.workflows.teardown;

import dev.linkspan.workflows.connection.ConnectionActivities;
import dev.linkspan.workflows.exposure.ExposureActivities;
import dev.linkspan.workflows.kafka.ClusterActivities;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.workflows.kafka.NodeActivities;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.network.NetworkActivities;
import dev.linkspan.workflows.plan.ClusterPlan.ExistingCluster;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.ClusterPlan.NewCluster;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.InstancePlan;
import dev.linkspan.workflows.plan.Plan.NetworkPlan;
import dev.linkspan.workflows.plan.Plan.SecurityGroupPlan;
import dev.linkspan.workflows.plan.Plan.ServerGroupPlan;
import dev.linkspan.workflows.plan.Plan.VSwitchPlan;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.ConcurrentSteps;
import dev.linkspan.workflows.steps.Messages;
import dev.linkspan.workflows.steps.Progress;
import dev.linkspan.workflows.steps.Steps;
import dev.linkspan.workflows.verification.VerificationActivities;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Finds what to remove by the plan's names and the setup's tags alone, so it works at any point of
 * a construction: removing what does not exist succeeds. The changefeed goes first, while it can
 * still shut down; then the exposure and the instances, concurrently; the network last.
 */
public final class TeardownWorkflow implements Teardown {
  private static final String SCHEDULE = "Verification schedule";
  private static final String CHANGEFEED = "Changefeed";
  private static final String CONNECTION = "TiDB Cloud connection";
  private static final String SERVICE = "Endpoint service";
  private static final String FOLDERS = "Linkspan's folders on the brokers' machines";
  private static final String INSTANCES = "Instances";

  private final Input input;
  private final Owner owner;
  private final Plan plan;

  /** Empty for an existing cluster: its machines and network stay. */
  private final Optional<NetworkPlan> network;

  private final Steps steps;
  private final ConcurrentSteps concurrent = new ConcurrentSteps();

  @WorkflowInit
  public TeardownWorkflow(Input input) {
    this.input = input;
    this.owner = input.owner();
    this.plan = input.plan();
    this.network =
        plan.cluster() instanceof NewCluster made ? Optional.of(made.network()) : Optional.empty();
    this.steps = Steps.ofChild("Teardown", input.setupWorkflow());
    Messages.toChild(input.setupWorkflow(), steps).open();
    steps.plan(stepNames());
  }

  @Override
  public void run(Input started) {
    concurrent.joined(this::remove);
  }

  private String remove() {
    steps.perform(
        SCHEDULE,
        VerificationActivities::withSummary,
        checks -> checks.removeSchedule(owner, plan));
    steps.perform(
        CHANGEFEED,
        VerificationActivities::withSummary,
        checks -> checks.removeChangefeed(owner, plan));
    Promise<Void> exposure = concurrent.go(this::removeExposure);
    Promise<Void> machines = concurrent.go(() -> network.ifPresent(this::removeMachines));
    exposure.get();
    input.probe().ifPresent(this::leaveMachines);
    machines.get();
    network.ifPresent(this::removeNetwork);
    return plan.name();
  }

  private void removeExposure() {
    steps.perform(
        CONNECTION,
        ConnectionActivities::withSummary,
        connection -> connection.removeConnection(owner, plan.connection(), input.connectionId()));
    steps.perform(
        SERVICE,
        ExposureActivities::withSummary,
        exposure -> exposure.removeEndpointService(owner));
    steps.perform(
        loadBalancerStep(),
        ExposureActivities::withSummary,
        exposure -> exposure.removeLoadBalancer(owner, plan.exposure().loadBalancerName()));
    ConcurrentSteps.all(concurrent.each(plan.exposure().serverGroups(), this::removeServerGroup));
  }

  private String removeServerGroup(ServerGroupPlan group) {
    steps.perform(
        groupStep(group),
        ExposureActivities::withSummary,
        exposure -> exposure.removeServerGroup(owner, group.name()));
    return group.name();
  }

  /** After the exposure is gone: no client uses the listeners anymore. */
  private void leaveMachines(Node probe) {
    live()
        .ifPresent(
            cluster ->
                cluster.brokers().forEach(b -> clearListeners(access(cluster, probe), b.nodeId())));
    List<Node> machines =
        Stream.concat(Stream.of(probe), input.brokers().stream()).distinct().toList();
    steps.run(FOLDERS, () -> ConcurrentSteps.all(concurrent.each(machines, this::removeFolder)));
  }

  /** A cluster whose brokers got their listeners at run time. */
  private Optional<ExistingCluster> live() {
    return plan.cluster() instanceof ExistingCluster existing && existing.mode() == Mode.ZOOKEEPER
        ? Optional.of(existing)
        : Optional.empty();
  }

  private static ClusterAccess access(ExistingCluster cluster, Node probe) {
    Map<Integer, String> addresses = new TreeMap<>();
    cluster.brokers().forEach(b -> addresses.put(b.nodeId(), cluster.machine(b).ssh().address()));
    return ClusterAccess.withoutQuorum(
        probe,
        cluster.mode(),
        addresses,
        cluster.internalPort(),
        cluster.externalPort(),
        cluster.externalListener());
  }

  private void clearListeners(ClusterAccess access, int nodeId) {
    steps.perform(
        listenerStep(nodeId),
        ClusterActivities::withSummary,
        brokers -> brokers.clearListeners(owner, access, nodeId));
  }

  /** A broker's machine that is gone or refuses the login must not block the teardown. */
  private String removeFolder(Node node) {
    try {
      NodeActivities.bestEffort("Folder on " + node.name()).removeProbe(owner, node);
    } catch (ActivityFailure failed) {
      if (CancellationScope.current().isCancelRequested()) {
        throw failed;
      }
      Workflow.getLogger(getClass()).warn("{} stays on {}", node.root(), node.name());
    }
    return node.name();
  }

  private void removeMachines(NetworkPlan network) {
    List<String> names = network.instances().stream().map(InstancePlan::name).toList();
    steps.perform(
        INSTANCES, NetworkActivities::withSummary, clouds -> clouds.removeInstances(owner, names));
    steps.perform(
        keyPairStep(network),
        NetworkActivities::withSummary,
        clouds -> clouds.removeKeyPair(owner, network.keyPairName()));
    ConcurrentSteps.all(concurrent.each(network.securityGroups(), this::removeSecurityGroup));
  }

  private String removeSecurityGroup(SecurityGroupPlan group) {
    steps.perform(
        securityGroupStep(group),
        NetworkActivities::withSummary,
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
                    NetworkActivities::withSummary,
                    clouds -> clouds.removeVSwitch(owner, vSwitch.name())));
    steps.perform(
        vpcStep(network),
        NetworkActivities::withSummary,
        clouds -> clouds.removeVpc(owner, network.vpcName()));
  }

  private List<String> stepNames() {
    List<String> names = new ArrayList<>(List.of(SCHEDULE, CHANGEFEED, CONNECTION, SERVICE));
    names.add(loadBalancerStep());
    plan.exposure().serverGroups().forEach(group -> names.add(groupStep(group)));
    if (input.probe().isPresent()) {
      live().ifPresent(kept -> kept.brokers().forEach(b -> names.add(listenerStep(b.nodeId()))));
      names.add(FOLDERS);
    }
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

  private static String listenerStep(int nodeId) {
    return "Listener that broker " + nodeId + " got at run time";
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
