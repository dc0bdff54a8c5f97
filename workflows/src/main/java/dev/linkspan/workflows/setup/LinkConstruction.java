package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.connection.ApprovalDecision;
import dev.linkspan.workflows.connection.ConnectionActivities;
import dev.linkspan.workflows.connection.ConnectionActivities.Dataflow;
import dev.linkspan.workflows.connection.ConnectionApproval.Decided;
import dev.linkspan.workflows.exposure.ExposureActivities;
import dev.linkspan.workflows.exposure.ExposureActivities.EndpointService;
import dev.linkspan.workflows.exposure.ServiceExposure;
import dev.linkspan.workflows.exposure.ServiceExposure.Exposed;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.network.NetworkActivities;
import dev.linkspan.workflows.network.NetworkActivities.Account;
import dev.linkspan.workflows.network.NetworkActivities.Instance;
import dev.linkspan.workflows.plan.ClusterPlan.ExistingCluster;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.ServerGroupPlan;
import dev.linkspan.workflows.setup.KafkaClusterSource.Advertised;
import dev.linkspan.workflows.setup.KafkaClusterSource.Ground;
import dev.linkspan.workflows.steps.ConcurrentSteps;
import dev.linkspan.workflows.steps.Steps;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Builds the link: the guide's steps, each as soon as what it needs is there. Runs inside the
 * setup's workflow; a change of the order of steps needs {@code Workflow.getVersion}.
 */
final class LinkConstruction {
  private static final String ALIBABA_CLOUD = "Alibaba Cloud: account, zones, types";
  private static final String TIDB_CLOUD = "TiDB Cloud: cluster and its zones";
  private static final String EXPOSURE = "Load balancer and endpoint service";
  private static final Duration BACKEND_PATIENCE = Duration.ofMinutes(2);

  private final Plan plan;
  private final Owner owner;
  private final Steps steps;
  private final ConcurrentSteps branches = new ConcurrentSteps();
  private final KafkaClusterSource cluster;
  private final SetupRecord record;
  private final ChildWorkflows children;
  private final TidbConnection connection;
  private Optional<EndpointService> service = Optional.empty();
  private boolean begun;

  LinkConstruction(
      Plan plan,
      Owner owner,
      Steps steps,
      SetupRecord record,
      ChildWorkflows children,
      Rollouts rollouts,
      ApprovalDecision desk) {
    this.plan = plan;
    this.owner = owner;
    this.steps = steps;
    this.record = record;
    this.children = children;
    this.connection = new TidbConnection(plan, owner, steps, record, children, desk);
    this.cluster =
        plan.cluster() instanceof ExistingCluster existing
            ? new ExistingKafkaCluster(plan, existing, owner, steps, children, rollouts)
            : new NewKafkaCluster(plan, owner, steps, branches, record, children, rollouts);
  }

  /** Whether anything can have been made. */
  boolean begun() {
    return begun;
  }

  /** The machine that the probe was put on, where that is not ours. */
  Optional<Node> probe() {
    return cluster.probe();
  }

  /** The brokers' machines, where they are not ours. */
  List<Node> brokers() {
    return cluster.brokers();
  }

  /** What a person should know before TiDB Cloud is let in. */
  Optional<String> mind() {
    return cluster.mind();
  }

  /** TiDB Cloud can be told of this service. */
  void serviceReady(EndpointService ready) {
    service = Optional.of(ready);
  }

  /** Shows on the approval's step whether a decision is waited for. */
  void showApproval() {
    connection.showApproval();
  }

  /** Returns the link when all of it stands, and every backend is healthy. */
  Link build() {
    return branches.joined(this::construct);
  }

  private Link construct() {
    Dataflow dataflow = checkBothClouds();
    begun = true;
    Ground ground = cluster.ground();
    Promise<Exposed> exposed = branches.start(() -> expose(ground, dataflow));
    Promise<Decided> connected = branches.start(() -> connection.connect(service(), dataflow));
    Promise<String> uniqueName = branches.start(() -> connection.uniqueName(connected.get()));
    Promise<List<String>> domains =
        branches.start(() -> connection.attachDomains(connected.get(), uniqueName.get()));

    Advertised advertised = cluster.advertise(ground, uniqueName, exposed);
    domains.get();
    awaitHealthyBackends(exposed.get());
    connection.ensureOnlyOne(connected.get());
    return new Link(
        plan,
        owner.setupId(),
        advertised.access(),
        advertised.brokers(),
        exposed.get().loadBalancer(),
        exposed.get().listeners(),
        exposed.get().service().serviceId(),
        connected.get().request().endpointId(),
        connected.get().connectionId(),
        uniqueName.get());
  }

  private Dataflow checkBothClouds() {
    Promise<Account> account =
        branches.start(
            () ->
                steps.call(
                    ALIBABA_CLOUD,
                    NetworkActivities::withSummary,
                    cloud -> cloud.preflight(owner, plan)));
    Dataflow dataflow =
        steps.call(
            TIDB_CLOUD,
            ConnectionActivities::withSummary,
            tidb -> tidb.preflight(owner, plan.connection(), plan.loadBalancerZones()));
    account.get();
    return dataflow;
  }

  private Exposed expose(Ground ground, Dataflow dataflow) {
    ServiceExposure.Input input =
        new ServiceExposure.Input(
            workflowId(), owner, plan, ground.vpcId(), ground.zones().get(), dataflow.accountId());
    Exposed exposed =
        steps.run(
            EXPOSURE,
            () -> {
              ServiceExposure child = children.stub(ServiceExposure.class, ChildWorkflows.EXPOSURE);
              return children.follow(
                  ChildWorkflows.EXPOSURE,
                  child,
                  Async.function(child::run, input),
                  () -> branches.go(() -> tellInstances(ground.instances())));
            });
    exposed.resources().forEach(record::made);
    return exposed;
  }

  private void tellInstances(Promise<List<Instance>> instances) {
    children.signal(ChildWorkflows.EXPOSURE, "instancesReady", instances.get());
  }

  private EndpointService service() {
    Workflow.await(() -> service.isPresent());
    return service.orElseThrow();
  }

  private void awaitHealthyBackends(Exposed exposed) {
    List<Integer> each = IntStream.range(0, exposed.listeners().size()).boxed().toList();
    ConcurrentSteps.all(branches.each(each, i -> awaitHealthyBackends(exposed, i)));
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
    names.addAll(cluster.groundSteps());
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
