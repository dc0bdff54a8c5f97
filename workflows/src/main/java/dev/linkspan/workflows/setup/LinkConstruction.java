package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.connection.ApprovalDecision;
import dev.linkspan.workflows.connection.ConnectionActivities;
import dev.linkspan.workflows.connection.ConnectionActivities.Dataflow;
import dev.linkspan.workflows.connection.ConnectionApproval.Decided;
import dev.linkspan.workflows.exposure.ExposureActivities;
import dev.linkspan.workflows.exposure.ExposureActivities.EndpointService;
import dev.linkspan.workflows.exposure.ServiceExposure;
import dev.linkspan.workflows.exposure.ServiceExposure.Exposed;
import dev.linkspan.workflows.exposure.ServiceExposure.InstancesReady;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.network.NetworkActivities;
import dev.linkspan.workflows.network.NetworkActivities.Account;
import dev.linkspan.workflows.network.NetworkActivities.Instance;
import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.plan.ClusterPlan.ExistingCluster;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.ServerGroupPlan;
import dev.linkspan.workflows.setup.KafkaClusterSource.Advertised;
import dev.linkspan.workflows.setup.KafkaClusterSource.NetworkPlacement;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.ConcurrentSteps;
import dev.linkspan.workflows.steps.Message;
import dev.linkspan.workflows.steps.Steps;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import dev.linkspan.workflows.verification.VerificationActivities.LinkNetwork;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Builds the link: the guide's steps, each as soon as its inputs exist. Workflow code only. */
final class LinkConstruction {
  private static final String ALIBABA_CLOUD = "Alibaba Cloud: account, zones, types";
  private static final String TIDB_CLOUD = "TiDB Cloud: cluster and its zones";
  private static final String EXPOSURE = "Load balancer and endpoint service";
  private static final Duration BACKEND_PATIENCE = Duration.ofMinutes(2);

  private final Plan plan;
  private final Owner owner;
  private final Steps steps;
  private final ConcurrentSteps concurrent = new ConcurrentSteps();
  private final KafkaClusterSource cluster;
  private final SetupRecord record;
  private final ChildWorkflows children;
  private final TidbConnection connection;
  private final BrokerAddition addition;
  private Optional<EndpointService> service = Optional.empty();
  private boolean started;

  LinkConstruction(
      Plan plan,
      Owner owner,
      Steps steps,
      SetupRecord record,
      ChildWorkflows children,
      Rollouts rollouts,
      ApprovalDecision approval) {
    this.plan = plan;
    this.owner = owner;
    this.steps = steps;
    this.record = record;
    this.children = children;
    this.connection = new TidbConnection(plan, owner, steps, record, children, approval);
    this.cluster =
        plan.cluster() instanceof ExistingCluster existing
            ? new ExistingKafkaCluster(plan, existing, owner, steps, children, rollouts)
            : new NewKafkaCluster(plan, owner, steps, concurrent, record, children, rollouts);
    this.addition = new BrokerAddition(plan, owner, steps, concurrent, record, cluster);
  }

  /** The brokers that the plan adds to a finished link. */
  BrokerAddition addition() {
    return addition;
  }

  /** Whether anything can have been created. */
  boolean started() {
    return started;
  }

  /** The machine with the probe, where the setup does not own it. */
  Optional<Node> probe() {
    return cluster.probe();
  }

  /** The brokers' machines, where the setup does not own them. */
  List<Node> brokers() {
    return cluster.brokers();
  }

  /**
   * Takes what a link has added to brokers that the setup does not own out of them again.
   *
   * @param link the finished link, if there is one
   */
  void restoreBrokers(Optional<Link> link, Command why) {
    cluster.restore(link, why);
  }

  /** What a person must know before approving the endpoint. */
  Optional<String> approvalWarning() {
    return cluster.approvalWarning();
  }

  /** TiDB Cloud can connect to this service. */
  void endpointServiceReady(EndpointService ready) {
    service = Optional.of(ready);
  }

  /** Shows whether the approval step waits for a decision. */
  void showApproval() {
    connection.showApproval();
  }

  /** Returns the link when it is complete and every backend is healthy. */
  Link build() {
    return concurrent.joined(this::construct);
  }

  private Link construct() {
    Dataflow dataflow = checkBothClouds();
    started = true;
    NetworkPlacement network = cluster.network();
    Promise<Exposed> exposed = concurrent.start(() -> expose(network, dataflow));
    Promise<Decided> connected = concurrent.start(() -> connection.connect(service(), dataflow));
    // Brokers get their names only after the attached domains cover every one of them.
    Promise<BrokerDomains> domains =
        concurrent.start(() -> connection.attachDomains(connected.get()));

    Advertised advertised = cluster.advertise(network, domains, exposed);
    awaitHealthyBackends(exposed.get());
    connection.ensureOnlyOne(connected.get());
    return new Link(
        plan,
        owner.setupId(),
        new LinkNetwork(
            network.vpcId(),
            network.zones().get(),
            network.instances().get(),
            dataflow.accountId()),
        advertised.access(),
        advertised.brokers(),
        exposed.get().loadBalancer(),
        exposed.get().listeners(),
        exposed.get().service().serviceId(),
        connected.get().request().endpointId(),
        connected.get().connectionId(),
        domains.get());
  }

  private Dataflow checkBothClouds() {
    Promise<Account> account =
        concurrent.start(
            () ->
                steps.call(
                    ALIBABA_CLOUD,
                    NetworkActivities::withSummary,
                    cloud -> cloud.preflight(owner, plan)));
    Dataflow dataflow =
        steps.call(
            TIDB_CLOUD,
            ConnectionActivities::withSummary,
            tidb ->
                tidb.preflight(
                    owner,
                    plan.connection(),
                    plan.loadBalancerZones(),
                    plan.verification().changefeed()));
    account.get();
    return dataflow;
  }

  private Exposed expose(NetworkPlacement network, Dataflow dataflow) {
    ServiceExposure.Input input =
        new ServiceExposure.Input(
            workflowId(),
            owner,
            plan,
            network.vpcId(),
            network.zones().get(),
            dataflow.accountId());
    Exposed exposed =
        steps.run(
            EXPOSURE,
            () ->
                children.run(
                    ServiceExposure.class,
                    ChildWorkflows.EXPOSURE,
                    child -> Async.function(child::run, input),
                    () -> concurrent.go(() -> tellInstances(network.instances()))));
    exposed.resources().forEach(resource -> record.change(state -> state.with(resource)));
    return exposed;
  }

  private void tellInstances(Promise<List<Instance>> instances) {
    children.tell(
        ChildWorkflows.EXPOSURE, Message.INSTANCES_READY, new InstancesReady(instances.get()));
  }

  private EndpointService service() {
    Workflow.await(() -> service.isPresent());
    return service.orElseThrow();
  }

  private void awaitHealthyBackends(Exposed exposed) {
    List<Integer> each = IntStream.range(0, exposed.listeners().size()).boxed().toList();
    ConcurrentSteps.all(concurrent.each(each, i -> awaitHealthyBackends(exposed, i)));
  }

  private String awaitHealthyBackends(Exposed exposed, int i) {
    String name = backendsStep(plan.exposure().serverGroups().get(i));
    steps.perform(
        name,
        ExposureActivities::withSummary,
        exposure ->
            exposure.awaitHealthyBackends(
                owner,
                exposed.listeners().get(i).listenerId(),
                exposed.listeners().get(i).members(),
                BACKEND_PATIENCE));
    return name;
  }

  /** The names of all steps, in the guide's order. */
  List<String> stepNames() {
    List<String> names = new ArrayList<>(List.of(ALIBABA_CLOUD, TIDB_CLOUD));
    names.addAll(cluster.networkSteps());
    names.add(EXPOSURE);
    names.addAll(TidbConnection.stepNames());
    names.addAll(cluster.clusterSteps());
    plan.exposure().serverGroups().forEach(group -> names.add(backendsStep(group)));
    names.add(TidbConnection.ONLY_ONE);
    return names;
  }

  private static String backendsStep(ServerGroupPlan group) {
    return "Healthy backends at port " + group.listenerPort();
  }

  private static String workflowId() {
    return Workflow.getInfo().getWorkflowId();
  }
}
