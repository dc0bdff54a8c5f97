package dev.linkspan.workflows.deployment;

import dev.linkspan.workflows.kafka.ClusterActivities;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.workflows.kafka.NodeActivities;
import dev.linkspan.workflows.kafka.NodeActivities.Archives;
import dev.linkspan.workflows.kafka.NodeActivities.BrokerFiles;
import dev.linkspan.workflows.kafka.NodeActivities.Jump;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.kafka.NodeActivities.NodeAddress;
import dev.linkspan.workflows.network.NetworkActivities.Instance;
import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.BrokerPlan;
import dev.linkspan.workflows.plan.Plan.KafkaPlan;
import dev.linkspan.workflows.plan.Plan.SshPlan;
import dev.linkspan.workflows.plan.Plan.VerificationPlan;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.ConcurrentSteps;
import dev.linkspan.workflows.steps.Message;
import dev.linkspan.workflows.steps.Messages;
import dev.linkspan.workflows.steps.Progress;
import dev.linkspan.workflows.steps.Steps;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Deploys on all brokers at once that do not run yet, with the archives from the bastion. The
 * unique name is decided once, when every broker has its binaries and none has its configuration.
 * All brokers start together, because none reports that it started before the quorum exists. A
 * change of the order of steps changes recorded histories.
 */
public final class KafkaDeploymentWorkflow implements KafkaDeployment {
  private static final Duration UNIQUE_NAME_WAIT = Duration.ofSeconds(20);
  private static final String NAME = "Unique name, waited for at most 20 s";
  private static final String STAGE = "Archives on the bastion";
  private static final String QUORUM = "Cluster of all brokers";
  private static final String STOP_SERVING = "End of serving archives";
  private static final String TEST = "Test messages over INTERNAL";

  private final Owner owner;
  private final Plan plan;
  private final List<Instance> instances;
  private final List<Node> running;
  private final List<BrokerPlan> deployed;
  private final Steps steps;
  private final ConcurrentSteps concurrent = new ConcurrentSteps();
  private Optional<BrokerDomains> domains;

  @WorkflowInit
  public KafkaDeploymentWorkflow(Input input) {
    this.owner = input.owner();
    this.plan = input.plan();
    this.instances = input.instances();
    this.running = input.running();
    this.deployed =
        kafka().brokers().stream()
            .filter(b -> running.stream().noneMatch(node -> node.name().equals(b.instance())))
            .toList();
    this.domains = input.domains();
    this.steps = Steps.ofChild("Kafka cluster", input.setupWorkflow());
    Messages.toChild(input.setupWorkflow(), steps)
        .on(
            Message.MANAGED_DOMAINS,
            KnownDomains.class,
            known -> domains = Optional.of(known.domains()))
        .open();
    steps.plan(stepNames());
  }

  @Override
  public Deployed run(Input started) {
    return concurrent.joined(this::deploy);
  }

  private Deployed deploy() {
    Node bastion = connectBastion();
    Promise<String> staged = concurrent.start(() -> stageArchives(bastion));
    List<Node> machines =
        ConcurrentSteps.all(concurrent.each(deployed, broker -> connectBroker(broker, bastion)));
    staged.get();
    ConcurrentSteps.all(concurrent.each(machines, broker -> install(broker, bastion)));

    BrokerDomains advertised = steps.run(NAME, this::attachedOrExpected);
    Promise<Void> served = concurrent.go(() -> stopServing(bastion));
    List<Node> brokers = Stream.concat(running.stream(), machines.stream()).toList();
    DeployedBrokers cluster = new DeployedBrokers(plan, brokers);
    ConcurrentSteps.all(concurrent.each(deployed, broker -> start(broker, cluster, advertised)));

    ClusterAccess access = cluster.access(bastion);
    steps.call(QUORUM, ClusterActivities::withSummary, kafka -> kafka.awaitCluster(owner, access));
    VerificationPlan test = plan.verification();
    steps.perform(
        TEST,
        ClusterActivities::withSummary,
        kafka -> kafka.testMessages(owner, access, test.topic(), test.messages()));
    served.get();
    return new Deployed(access, brokers, advertised);
  }

  private Node connectBastion() {
    Instance bastion = instances.get(0);
    return connect(bastion, bastion.reachedAt(), Optional.empty());
  }

  private Node connectBroker(BrokerPlan broker, Node bastion) {
    Instance machine =
        instances.stream()
            .filter(instance -> instance.name().equals(broker.instance()))
            .findFirst()
            .orElseThrow();
    return connect(machine, machine.privateAddress(), Optional.of(Jump.through(bastion)));
  }

  private Node connect(Instance machine, String reachedAt, Optional<Jump> jump) {
    SshPlan ssh = plan.network().ssh();
    NodeAddress address =
        new NodeAddress(machine.name(), ssh.user(), reachedAt, ssh.port(), jump, "");
    return steps.call(
        connectStep(machine.name()),
        NodeActivities::withSummary,
        node -> node.connect(owner, address, machine.privateAddress(), kafka().installTo()));
  }

  private String stageArchives(Node bastion) {
    steps.perform(
        STAGE, NodeActivities::withSummary, node -> node.stageArchives(owner, bastion, archives()));
    return bastion.name();
  }

  private String install(Node broker, Node bastion) {
    steps.perform(
        installStep(broker.name()),
        NodeActivities::withSummary,
        node -> node.installArchives(owner, broker, bastion, archives()));
    return broker.name();
  }

  private String start(BrokerPlan broker, DeployedBrokers cluster, BrokerDomains advertised) {
    Node node = cluster.node(broker);
    BrokerFiles files = cluster.files(broker, advertised);
    steps.perform(
        prepareStep(broker),
        NodeActivities::withSummary,
        nodes -> nodes.prepareBroker(owner, node, files));
    steps.perform(
        startStep(broker),
        NodeActivities::withSummary,
        nodes -> nodes.startBroker(owner, node, files));
    return node.name();
  }

  // A later name costs each broker a restart, so wait briefly for a person who is just deciding.
  private BrokerDomains attachedOrExpected() {
    Workflow.await(UNIQUE_NAME_WAIT, () -> domains.isPresent());
    return domains.orElse(BrokerDomains.EXPECTED);
  }

  private void stopServing(Node bastion) {
    steps.perform(
        STOP_SERVING,
        NodeActivities::withSummary,
        node -> node.stopServingArchives(owner, bastion));
  }

  private KafkaPlan kafka() {
    return plan.kafka();
  }

  private Archives archives() {
    return new Archives(
        kafka().kafkaArchive(),
        kafka().jdkArchive(),
        kafka().distributionPort(),
        kafka().installTo());
  }

  private List<String> stepNames() {
    List<String> names = new ArrayList<>();
    names.add(connectStep(instances.get(0).name()));
    names.add(STAGE);
    deployed.forEach(broker -> names.add(connectStep(broker.instance())));
    deployed.forEach(broker -> names.add(installStep(broker.instance())));
    names.add(NAME);
    deployed.forEach(broker -> names.add(prepareStep(broker)));
    names.add(STOP_SERVING);
    deployed.forEach(broker -> names.add(startStep(broker)));
    names.add(QUORUM);
    names.add(TEST);
    return names;
  }

  private static String connectStep(String name) {
    return "SSH to " + name;
  }

  private static String installStep(String name) {
    return "Kafka and JDK on " + name;
  }

  private static String prepareStep(BrokerPlan broker) {
    return "Configuration of broker " + broker.nodeId();
  }

  private static String startStep(BrokerPlan broker) {
    return "Start of broker " + broker.nodeId();
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
