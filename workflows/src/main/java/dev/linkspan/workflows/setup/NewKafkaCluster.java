package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.deployment.DeployedBrokers;
import dev.linkspan.workflows.deployment.KafkaDeployment;
import dev.linkspan.workflows.deployment.KafkaDeployment.Deployed;
import dev.linkspan.workflows.exposure.ExposureActivities.ZoneVSwitch;
import dev.linkspan.workflows.exposure.ServiceExposure.Exposed;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.network.NetworkActivities.Instance;
import dev.linkspan.workflows.network.NetworkConstruction;
import dev.linkspan.workflows.network.NetworkConstruction.Network;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.VSwitchPlan;
import dev.linkspan.workflows.steps.ConcurrentSteps;
import dev.linkspan.workflows.steps.Steps;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.List;

/** A cluster that the setup makes: network, machines, Kafka. Workflow code only. */
final class NewKafkaCluster implements KafkaClusterSource {
  private static final String KAFKA = "Kafka cluster";
  private static final String ROLLOUT = "Unique name on every broker";

  private final Plan plan;
  private final Owner owner;
  private final Steps steps;
  private final ConcurrentSteps branches;
  private final SetupRecord record;
  private final ChildWorkflows children;
  private final Rollouts rollouts;

  NewKafkaCluster(
      Plan plan,
      Owner owner,
      Steps steps,
      ConcurrentSteps branches,
      SetupRecord record,
      ChildWorkflows children,
      Rollouts rollouts) {
    this.plan = plan;
    this.owner = owner;
    this.steps = steps;
    this.branches = branches;
    this.record = record;
    this.children = children;
    this.rollouts = rollouts;
  }

  @Override
  public List<String> groundSteps() {
    return NetworkConstruction.stepNames(plan.network());
  }

  @Override
  public List<String> clusterSteps() {
    return List.of(KAFKA, ROLLOUT);
  }

  @Override
  public Ground ground() {
    Network network =
        new NetworkConstruction(owner, plan.network(), steps, branches, record::made).start();
    return new Ground(
        network.vpcId(),
        branches.start(() -> zones(network)),
        branches.start(() -> ConcurrentSteps.all(network.instances())));
  }

  private List<ZoneVSwitch> zones(Network network) {
    // Not only the load balancer's own: making a vSwitch locks the VPC against other changes.
    network.vSwitches().values().forEach(Promise::get);
    return plan.network().vSwitches().stream()
        .filter(vSwitch -> plan.exposure().zoneVSwitches().contains(vSwitch.name()))
        .map(v -> zone(v, network))
        .toList();
  }

  private static ZoneVSwitch zone(VSwitchPlan vSwitch, Network network) {
    return new ZoneVSwitch(vSwitch.zone(), network.vSwitches().get(vSwitch.name()).get());
  }

  @Override
  public Advertised advertise(Ground ground, Promise<String> uniqueName, Promise<Exposed> exposed) {
    Deployed deployed = deployKafka(ground.instances().get(), uniqueName);
    String name = uniqueName.get();
    List<RollingBroker> brokers = DeployedBrokers.rolling(plan, deployed.brokers(), name);
    if (deployed.uniqueName().equals(name)) {
      steps.skip(ROLLOUT, "known before the first start");
    } else {
      rollouts.advertise(
          ROLLOUT,
          plan.kafka().clusterId(),
          new Advertised(deployed.access(), brokers),
          exposed.get().listeners());
    }
    return new Advertised(deployed.access(), brokers);
  }

  private Deployed deployKafka(List<Instance> instances, Promise<String> uniqueName) {
    KafkaDeployment.Input input =
        new KafkaDeployment.Input(Workflow.getInfo().getWorkflowId(), owner, plan, instances);
    return steps.run(
        KAFKA,
        () -> {
          KafkaDeployment child = children.stub(KafkaDeployment.class, ChildWorkflows.KAFKA);
          return children.follow(
              ChildWorkflows.KAFKA,
              child,
              Async.function(child::run, input),
              () -> branches.go(() -> tellUniqueName(uniqueName)));
        });
  }

  private void tellUniqueName(Promise<String> uniqueName) {
    children.signal(ChildWorkflows.KAFKA, "uniqueName", uniqueName.get());
  }
}
