package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.deployment.DeployedBrokers;
import dev.linkspan.workflows.deployment.KafkaDeployment;
import dev.linkspan.workflows.deployment.KafkaDeployment.Deployed;
import dev.linkspan.workflows.deployment.KafkaDeployment.KnownDomains;
import dev.linkspan.workflows.exposure.ExposureActivities.ZoneVSwitch;
import dev.linkspan.workflows.exposure.ListenerMembers;
import dev.linkspan.workflows.exposure.ServiceExposure.Exposed;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.network.NetworkActivities;
import dev.linkspan.workflows.network.NetworkActivities.Instance;
import dev.linkspan.workflows.network.NetworkActivities.InstanceRequest;
import dev.linkspan.workflows.network.NetworkConstruction;
import dev.linkspan.workflows.network.NetworkConstruction.Network;
import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.BrokerPlan;
import dev.linkspan.workflows.plan.Plan.InstancePlan;
import dev.linkspan.workflows.plan.Plan.NetworkPlan;
import dev.linkspan.workflows.plan.Plan.VSwitchPlan;
import dev.linkspan.workflows.plan.Resource;
import dev.linkspan.workflows.setup.KafkaClusterSource.NetworkPlacement;
import dev.linkspan.workflows.steps.ConcurrentSteps;
import dev.linkspan.workflows.steps.Message;
import dev.linkspan.workflows.steps.Steps;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A cluster that the setup creates: network, instances, Kafka. Workflow code only. */
final class NewKafkaCluster implements KafkaClusterSource {
  private static final String KAFKA = "Kafka cluster";
  private static final String ROLLOUT = "Unique name on every broker";

  private final Plan plan;
  private final Owner owner;
  private final Steps steps;
  private final ConcurrentSteps concurrent;
  private final SetupRecord record;
  private final ChildWorkflows children;
  private final Rollouts rollouts;

  NewKafkaCluster(
      Plan plan,
      Owner owner,
      Steps steps,
      ConcurrentSteps concurrent,
      SetupRecord record,
      ChildWorkflows children,
      Rollouts rollouts) {
    this.plan = plan;
    this.owner = owner;
    this.steps = steps;
    this.concurrent = concurrent;
    this.record = record;
    this.children = children;
    this.rollouts = rollouts;
  }

  @Override
  public List<String> networkSteps() {
    return NetworkConstruction.stepNames(plan.network());
  }

  @Override
  public List<String> clusterSteps() {
    return List.of(KAFKA, ROLLOUT);
  }

  @Override
  public NetworkPlacement network() {
    Network network =
        new NetworkConstruction(
                owner,
                plan.network(),
                steps,
                concurrent,
                resource -> record.change(state -> state.with(resource)))
            .start();
    return new NetworkPlacement(
        network.vpcId(),
        concurrent.start(() -> zones(network)),
        concurrent.start(() -> ConcurrentSteps.all(network.instances())));
  }

  private List<ZoneVSwitch> zones(Network network) {
    // All of them, not only the load balancer's: creating a vSwitch locks the VPC.
    network.vSwitches().values().forEach(Promise::get);
    return plan.network().vSwitches().stream()
        .filter(vSwitch -> plan.exposure().zoneVSwitches().contains(vSwitch.name()))
        .map(v -> zone(v, network))
        .toList();
  }

  private static ZoneVSwitch zone(VSwitchPlan vSwitch, Network network) {
    return new ZoneVSwitch(vSwitch.zone(), network.vSwitchId(vSwitch.name()));
  }

  @Override
  public Advertised advertise(
      NetworkPlacement placement, Promise<BrokerDomains> domains, Promise<Exposed> exposed) {
    Deployed deployed = deployKafka(placement.instances().get(), domains);
    BrokerDomains attached = domains.get();
    List<RollingBroker> brokers = DeployedBrokers.rolling(plan, deployed.brokers(), attached);
    if (deployed.domains().equals(attached)) {
      steps.skip(ROLLOUT, "the brokers have had it since their first start");
    } else {
      rollouts.advertise(
          ROLLOUT,
          plan.kafka().clusterId(),
          new Advertised(deployed.access(), brokers),
          exposed.get().listeners());
    }
    return new Advertised(deployed.access(), brokers);
  }

  @Override
  public List<Instance> machines(Link link, Owner creator, List<BrokerPlan> joining) {
    List<Promise<Instance>> created =
        concurrent.each(joining, broker -> machine(link, creator, broker));
    return Stream.concat(link.network().instances().stream(), ConcurrentSteps.all(created).stream())
        .toList();
  }

  private Instance machine(Link link, Owner creator, BrokerPlan broker) {
    NetworkPlan network = plan.network();
    InstancePlan wanted = NetworkConstruction.instance(network, broker.instance());
    Instance instance =
        steps.create(
            "Instance " + wanted.name(),
            NetworkActivities::withSummary,
            cloud ->
                cloud.ensureInstance(
                    creator,
                    new InstanceRequest(
                        wanted,
                        vSwitchId(cloud, link, wanted),
                        groupId(cloud, link, wanted),
                        network.keyPairName())));
    record.change(
        state ->
            state.with(new Resource(Resource.INSTANCE, instance.name(), instance.instanceId())));
    return instance;
  }

  private String vSwitchId(NetworkActivities cloud, Link link, InstancePlan instance) {
    return known("vSwitch", instance.vSwitch())
        .orElseGet(
            () ->
                cloud.ensureVSwitch(
                    owner,
                    link.network().vpcId(),
                    NetworkConstruction.vSwitch(plan.network(), instance.vSwitch())));
  }

  private String groupId(NetworkActivities cloud, Link link, InstancePlan instance) {
    return known("security group", instance.securityGroup())
        .orElseGet(
            () ->
                cloud.ensureSecurityGroup(
                    owner,
                    link.network().vpcId(),
                    NetworkConstruction.securityGroup(plan.network(), instance.securityGroup())));
  }

  private Optional<String> known(String kind, String name) {
    return record.state().inventory().id(kind, name);
  }

  @Override
  public Advertised join(
      Link link, List<Instance> machines, Supplier<List<ListenerMembers>> expose) {
    List<Node> running = link.brokers().stream().map(RollingBroker::node).toList();
    Deployed deployed =
        deployKafka(
            new KafkaDeployment.Input(
                Workflow.getInfo().getWorkflowId(),
                owner,
                plan,
                machines,
                running,
                Optional.of(link.domains())),
            () -> {});
    var unused = expose.get();
    return new Advertised(
        deployed.access(), DeployedBrokers.rolling(plan, deployed.brokers(), link.domains()));
  }

  private Deployed deployKafka(List<Instance> instances, Promise<BrokerDomains> domains) {
    KafkaDeployment.Input input =
        new KafkaDeployment.Input(Workflow.getInfo().getWorkflowId(), owner, plan, instances);
    return deployKafka(input, () -> concurrent.go(() -> tellDomains(domains)));
  }

  private Deployed deployKafka(KafkaDeployment.Input input, Runnable whenStarted) {
    return steps.run(
        KAFKA,
        () ->
            children.run(
                KafkaDeployment.class,
                ChildWorkflows.KAFKA,
                child -> Async.function(child::run, input),
                whenStarted));
  }

  private void tellDomains(Promise<BrokerDomains> domains) {
    children.tell(ChildWorkflows.KAFKA, Message.MANAGED_DOMAINS, new KnownDomains(domains.get()));
  }
}
