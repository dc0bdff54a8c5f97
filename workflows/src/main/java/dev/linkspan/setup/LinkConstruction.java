package dev.linkspan.setup;

import dev.linkspan.connection.ConnectionActivities;
import dev.linkspan.connection.ConnectionActivities.Dataflow;
import dev.linkspan.connection.ConnectionApproval;
import dev.linkspan.connection.ConnectionApproval.Decided;
import dev.linkspan.connection.DecisionDesk;
import dev.linkspan.exposure.ExposureActivities.EndpointService;
import dev.linkspan.exposure.ServiceExposure;
import dev.linkspan.exposure.ServiceExposure.Exposed;
import dev.linkspan.kafka.NodeActivities.Node;
import dev.linkspan.network.NetworkActivities.Account;
import dev.linkspan.network.NetworkActivities.Instance;
import dev.linkspan.plan.ClusterPlan.ExistingCluster;
import dev.linkspan.plan.Plan;
import dev.linkspan.plan.Plan.ServerGroupPlan;
import dev.linkspan.progress.Branches;
import dev.linkspan.progress.Failures;
import dev.linkspan.progress.Steps;
import dev.linkspan.setup.ClusterSide.Advertised;
import dev.linkspan.setup.ClusterSide.Ground;
import dev.linkspan.setup.Inventory.Resource;
import dev.linkspan.verification.VerificationActivities.Link;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
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
  private static final String CONNECTION = "TiDB Cloud connection";
  private static final String APPROVAL = "Approval of the endpoint";
  private static final String UNIQUE_NAME = "Unique name";
  private static final String DOMAINS = "Managed domains";
  private static final String ONLY_ONE = "No other TiDB Cloud connection";
  private static final int BACKEND_PATIENCE_SECONDS = 120;

  private final Plan plan;
  private final Owner owner;
  private final Steps steps;
  private final Branches branches = new Branches();
  private final ClusterSide cluster;
  private final SetupRecord record;
  private final Children children;
  private final DecisionDesk desk;
  private Optional<EndpointService> service = Optional.empty();
  private boolean begun;
  private boolean asked;
  private boolean refused;
  private long connectedAt;

  LinkConstruction(
      Plan plan,
      Owner owner,
      Steps steps,
      SetupRecord record,
      Children children,
      Rollouts rollouts,
      DecisionDesk desk) {
    this.plan = plan;
    this.owner = owner;
    this.steps = steps;
    this.record = record;
    this.children = children;
    this.desk = desk;
    this.cluster =
        plan.cluster() instanceof ExistingCluster existing
            ? new AdoptedCluster(plan, existing, owner, steps, children, rollouts)
            : new MadeCluster(plan, owner, steps, branches, record, children, rollouts);
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
    if (desk.decision().isPresent()) {
      steps.decided(APPROVAL);
    } else {
      desk.pending()
          .ifPresent(
              request -> steps.awaitingApproval(APPROVAL, "endpoint " + request.endpointId()));
    }
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
    Promise<Decided> connected = branches.start(() -> connect(service(), dataflow));
    Promise<String> uniqueName = branches.start(() -> uniqueName(connected.get()));
    Promise<List<String>> domains =
        branches.start(() -> attachDomains(connected.get(), uniqueName.get()));

    Advertised advertised = cluster.advertise(ground, uniqueName, exposed);
    domains.get();
    awaitHealthyBackends(exposed.get());
    ensureOnlyOne(connected.get());
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
                    ALIBABA_CLOUD, Activities::network, cloud -> cloud.preflight(owner, plan)));
    Dataflow dataflow =
        steps.call(
            TIDB_CLOUD,
            Activities::connection,
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
              ServiceExposure child = children.stub(ServiceExposure.class, Children.EXPOSURE);
              return children.follow(
                  Children.EXPOSURE,
                  child,
                  Async.function(child::run, input),
                  () -> branches.go(() -> tellInstances(ground.instances())));
            });
    exposed.resources().forEach(record::made);
    return exposed;
  }

  private void tellInstances(Promise<List<Instance>> instances) {
    children.signal(Children.EXPOSURE, "instancesReady", instances.get());
  }

  private EndpointService service() {
    Workflow.await(() -> service.isPresent());
    return service.orElseThrow();
  }

  private Decided connect(EndpointService endpointService, Dataflow dataflow) {
    String serviceName = endpointService.serviceName();
    String connectionId = steps.run(CONNECTION, () -> ensured(CONNECTION, serviceName));
    Decided decided = steps.run(APPROVAL, () -> approval(connectionId, endpointService, dataflow));
    connectedAt = Workflow.currentTimeMillis();
    made(decided.connectionId());
    record.made(new Resource("endpoint", serviceName, decided.request().endpointId()));
    return decided;
  }

  private String ensured(String summary, String serviceName) {
    ConnectionActivities tidb = Activities.connection(summary);
    String connectionId =
        steps.making().during(() -> tidb.ensureConnection(owner, plan.connection(), serviceName));
    made(connectionId);
    return connectionId;
  }

  private void made(String connectionId) {
    record.made(
        new Resource("TiDB Cloud connection", plan.connection().displayName(), connectionId));
  }

  private Decided approval(String first, EndpointService endpointService, Dataflow dataflow) {
    // What TiDB Cloud was refused, it gives up: the question comes from a new connection.
    String connectionId = asked ? ensured(APPROVAL, endpointService.serviceName()) : first;
    asked = true;
    if (refused) {
      desk.askAgain();
      refused = false;
    }
    ConnectionApproval.Input input =
        new ConnectionApproval.Input(
            workflowId(), owner, plan, connectionId, endpointService, dataflow.accountId());
    ConnectionApproval child = children.stub(ConnectionApproval.class, Children.APPROVAL);
    Decided decided =
        children.follow(
            Children.APPROVAL,
            child,
            Async.function(child::run, input),
            () -> desk.decision().ifPresent(early -> children.decide(early)));
    desk.settle(decided);
    record.decided(decided.decision());
    record.approvalOver();
    if (!decided.decision().approved()) {
      refused = true;
      throw Failures.needsPerson(
          DecisionDesk.text(decided.decision()),
          "`retry` asks again, `destroy` removes everything.");
    }
    return decided;
  }

  private String uniqueName(Decided connected) {
    return steps.call(
        UNIQUE_NAME,
        Activities::connection,
        tidb -> tidb.previewUniqueName(owner, plan.connection(), connected.connectionId()));
  }

  private List<String> attachDomains(Decided connected, String uniqueName) {
    return steps.call(
        DOMAINS,
        Activities::connection,
        tidb -> tidb.attachDomains(owner, plan.connection(), connected.connectionId(), uniqueName));
  }

  /** TiDB Cloud takes no client token: a create whose reply was lost may have made one more. */
  private void ensureOnlyOne(Decided connected) {
    if (Workflow.getVersion("ensureOnlyOne", Workflow.DEFAULT_VERSION, 1)
        == Workflow.DEFAULT_VERSION) {
      steps.skip(ONLY_ONE, "built before this was looked for");
      return;
    }
    long millisAgo = Workflow.currentTimeMillis() - connectedAt;
    steps.perform(
        ONLY_ONE,
        Activities::connection,
        tidb -> tidb.ensureOnlyOne(owner, plan.connection(), connected.connectionId(), millisAgo));
  }

  private void awaitHealthyBackends(Exposed exposed) {
    List<Integer> each = IntStream.range(0, exposed.listeners().size()).boxed().toList();
    Branches.all(branches.each(each, i -> awaitHealthyBackends(exposed, i)));
  }

  private String awaitHealthyBackends(Exposed exposed, int i) {
    String name = backendsStep(plan.exposure().serverGroups().get(i));
    steps.perform(
        name,
        Activities::exposure,
        exposure ->
            exposure.awaitHealthyBackends(
                owner,
                exposed.listeners().get(i).listenerId(),
                exposed.listeners().get(i).members(),
                BACKEND_PATIENCE_SECONDS));
    return name;
  }

  /** The names of all steps, in the guide's order. */
  List<String> stepNames() {
    List<String> names = new ArrayList<>(List.of(ALIBABA_CLOUD, TIDB_CLOUD));
    names.addAll(cluster.groundSteps());
    names.addAll(List.of(EXPOSURE, CONNECTION, APPROVAL, UNIQUE_NAME, DOMAINS));
    names.addAll(cluster.clusterSteps());
    plan.exposure().serverGroups().forEach(group -> names.add(backendsStep(group)));
    names.add(ONLY_ONE);
    return names;
  }

  private static String backendsStep(ServerGroupPlan group) {
    return "Healthy backends at port " + group.listenerPort();
  }

  private static String workflowId() {
    return Workflow.getInfo().getWorkflowId();
  }
}
