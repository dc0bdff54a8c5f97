package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.systemtests.CrashPoint.Stage;
import dev.linkspan.systemtests.Expected.Difference;
import dev.linkspan.systemtests.SandboxControl.Resource;
import dev.linkspan.workflows.connection.Decision;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.rollout.ListenerRollout;
import dev.linkspan.workflows.rollout.RolloutReport;
import dev.linkspan.workflows.setup.DestroyRequest;
import dev.linkspan.workflows.setup.PrivateLinkSetup;
import dev.linkspan.workflows.setup.SetupInput;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.SearchAttributes;
import dev.linkspan.workflows.steps.TaskQueues;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** One small setup of several on the same stack, approved in advance. */
class CrashSetup implements AutoCloseable {
  private static final List<String> CHILDREN =
      List.of(
          "",
          "-survey",
          "-kafka",
          "-exposure",
          "-approval",
          "-verification",
          "-repair",
          "-teardown");
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Command CHAOS = new Command("ada", "chaos");

  private static final Decision YES = new Decision(true, "ada", "in advance", null);

  private final LocalStack stack;
  private final String name;
  private Optional<CrashSpecs> specs = Optional.empty();
  private Plan plan;
  private Instant begun = Instant.MIN;

  CrashSetup(LocalStack stack, String name, Plan plan) {
    this.stack = stack;
    this.name = name;
    this.plan = plan;
  }

  /**
   * A cluster of a single broker, with two zones.
   *
   * @param place among the setups of this stack at the same time, from 0: each has a network of its
   *     own
   */
  static CrashSetup ofNewCluster(LocalStack stack, String name, int place) {
    return ofNewCluster(stack, name, place, spec -> spec);
  }

  /** The same with a change of its spec. */
  static CrashSetup ofNewCluster(
      LocalStack stack, String name, int place, UnaryOperator<String> change) {
    return ofNewCluster(stack, name, place, change, 1);
  }

  /** A cluster of four brokers, one of which has no vote. */
  static CrashSetup ofFourBrokers(LocalStack stack, String name, int place) {
    return ofNewCluster(stack, name, place, spec -> spec, 4);
  }

  private static CrashSetup ofNewCluster(
      LocalStack stack, String name, int place, UnaryOperator<String> change, int brokers) {
    CrashSpecs specs =
        new CrashSpecs(stack, name, "127." + (stack.network() + place), change, brokers);
    CrashSetup setup = new CrashSetup(stack, name, specs.plan());
    setup.specs = Optional.of(specs);
    return setup;
  }

  String name() {
    return name;
  }

  /** What it is to become, or is. */
  Plan plan() {
    return plan;
  }

  /** The ID of its own workflow, or of this child's. */
  String workflow(String child) {
    return PrivateLinkSetup.id(name) + (child.isEmpty() ? "" : "-" + child);
  }

  /** Starts it, approved in advance. */
  void start() {
    startUnapproved();
    approve();
  }

  void approve() {
    stack.setup(name).approve(YES);
  }

  /** Starts it; the endpoint waits for a decision. */
  void startUnapproved() {
    startRun(SetupInput.first(plan, SearchAttributes.NAMES), options());
  }

  /** Starts a run that only removes what this run and those before it created. */
  void destroyWithoutWorkflow() {
    destroyWithoutWorkflow(Stage.DESTROY);
  }

  /** The same in a stage that removes the link. */
  void destroyWithoutWorkflow(Stage stage) {
    SetupInput teardown = SetupInput.teardown(plan, "an-earlier-run", SearchAttributes.NAMES);
    startRun(
        stage == Stage.RESTORE ? teardown.restoringBrokers(CHAOS) : teardown,
        options()
            .setWorkflowIdConflictPolicy(
                WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_TERMINATE_EXISTING));
  }

  private WorkflowOptions.Builder options() {
    return WorkflowOptions.newBuilder()
        .setWorkflowId(PrivateLinkSetup.id(name))
        .setTaskQueue(TaskQueues.CONTROL);
  }

  private void startRun(SetupInput input, WorkflowOptions.Builder options) {
    PrivateLinkSetup setup =
        stack.client().newWorkflowStub(PrivateLinkSetup.class, options.build());
    WorkflowClient.start(setup::run, input);
  }

  /** Waits until it is in this phase. */
  void await(Phase phase) {
    await("phase " + phase, () -> observe().is(phase));
  }

  /** Waits until its workflow has closed. */
  void awaitClosed() {
    await("the end", () -> observe().closed());
  }

  /** Waits until it is ready: exactly the planned resources exist. */
  void expectReady() {
    await(Phase.READY);
    assertThat(difference(stack.sandbox().resources()))
        .as(name)
        .isEqualTo(Expected.Difference.NONE);
  }

  /** Waits until it has closed: it is destroyed, nothing is left, and no workflow task failed. */
  void expectDestroyed() {
    awaitClosed();
    assertThat(observe().is(Phase.DESTROYED)).as(name).isTrue();
    assertThat(leftOver(stack.sandbox().resources())).as(name).isEmpty();
    assertThat(new TemporalTools(stack.client()).failedWorkflowTasks(name)).isEmpty();
  }

  private void await(String what, Callable<Boolean> condition) {
    try {
      Awaitility.await(name + ": " + what).atMost(PATIENCE).until(condition);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(observe() + "\n" + String.join("\n", pendingWork()), e);
    }
  }

  /** The IDs of its resources. */
  Set<String> ids(List<Resource> all) {
    return ownResources(all).stream().map(Resource::id).collect(Collectors.toSet());
  }

  void retry() {
    stack.setup(name).retry(CHAOS);
  }

  void destroy() {
    stack.setup(name).destroy(new DestroyRequest(CHAOS.by(), CHAOS.reason(), name));
  }

  private void destroyAndRestoreBrokers() {
    stack.setup(name).destroy(new DestroyRequest(CHAOS.by(), CHAOS.reason(), name, true));
  }

  /** Does what precedes this stage; a worker runs. */
  void prepare(Stage stage) {
    if (stage == Stage.REPAIR) {
      link().driftAndVerify();
    }
  }

  /** Starts what it does in this stage; a worker runs. */
  void begin(Stage stage) {
    begun = Instant.now();
    switch (stage) {
      case BUILD, ADOPT, CREATE -> start();
      case VERIFY -> link().verify();
      case REPAIR -> link().repair();
      case UPDATE, ADD, TUNE, REMOVE -> update(stage);
      case DESTROY, LEAVE, DISMANTLE -> destroy();
      case RESTORE -> destroyAndRestoreBrokers();
    }
  }

  private void update(Stage stage) {
    CrashSpecs after = specs.orElseThrow().after(stage);
    specs = Optional.of(after);
    plan = after.plan(plan);
    link().update(plan);
  }

  /** Whether the verification at the end of this stage, which keeps the link, is over. */
  boolean hasEnded(Stage stage) {
    return link().isVerified(stage.updates() ? "update" : trigger(stage), begun, plan);
  }

  private static String trigger(Stage stage) {
    return stage == Stage.REPAIR ? "repair by ada" : "ada";
  }

  /** Its link, once it is finished. */
  FinishedLink link() {
    return new FinishedLink(stack, name);
  }

  /** The state of a setup on the server. */
  record Observation(Optional<Phase> phase, boolean closed) {
    boolean is(Phase wanted) {
      return phase.equals(Optional.of(wanted));
    }
  }

  /** Reads the state without a worker. */
  Observation observe() {
    var found = stack.client().newUntypedWorkflowStub(PrivateLinkSetup.id(name)).describe();
    return new Observation(
        Optional.ofNullable(found.getTypedSearchAttributes().get(SearchAttributes.PHASE))
            .map(Phase::valueOf),
        found.getStatus() != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
  }

  /**
   * What the setup asks a person for; empty if it is not parked. The search attribute that {@link
   * #observe} reads still says that it is parked until the workflow has worked on a retry.
   */
  Optional<String> parkedFor() {
    SetupStatus status = stack.status(name);
    return status.phase() == Phase.PARKED
        ? Optional.of(status.waitingFor().orElse("unknown"))
        : Optional.empty();
  }

  /** The difference between the existing resources of this setup and its plan. */
  Difference difference(List<Resource> all) {
    return Expected.difference(plan, ownResources(all));
  }

  /** The acknowledged messages that the last rollout lost; empty without an audit. */
  Optional<Long> lost() {
    return stack
        .status(name)
        .lastRollout()
        .flatMap(RolloutReport::audit)
        .map(audit -> audit.all().lost());
  }

  /** The resources that still exist after the setup was destroyed. */
  List<String> leftOver(List<Resource> all) {
    return ownResources(all).stream().map(r -> r.type() + " " + r.name() + r.key()).toList();
  }

  /** The resources with its tag or name, and the resources that refer to those. */
  private List<Resource> ownResources(List<Resource> all) {
    List<Resource> ofSetups =
        Expected.ofSetups(all).stream().filter(resource -> !existedBefore(resource)).toList();
    Set<String> ids =
        ofSetups.stream().filter(this::isOwn).map(Resource::id).collect(Collectors.toSet());
    return ofSetups.stream()
        .filter(r -> isOwn(r) || ids.stream().anyMatch(r.attributes().toString()::contains))
        .toList();
  }

  /** Whether the resource existed before the setup. */
  boolean existedBefore(Resource resource) {
    return false;
  }

  private boolean isOwn(Resource resource) {
    return resource.setup().equals(name) || resource.name().contains(name);
  }

  /** The IDs of its workflows. */
  Stream<String> workflows() {
    return Stream.concat(
        CHILDREN.stream().map(child -> PrivateLinkSetup.id(name) + child),
        Stream.of(ListenerRollout.id(plan.cluster().clusterId())));
  }

  /** The IDs of its child workflows that run. */
  List<String> openChildren() {
    return workflows()
        .skip(1)
        .filter(workflow -> stack.server().describePending(workflow).isPresent())
        .toList();
  }

  /** The events of the setup workflow and its children. */
  List<HistoryEvent> events() {
    List<HistoryEvent> events = new ArrayList<>();
    for (String workflow : workflows().toList()) {
      try {
        events.addAll(stack.client().fetchHistory(workflow).getEvents());
      } catch (WorkflowNotFoundException | StatusRuntimeException e) {
        // This child was not started.
      }
    }
    return events;
  }

  /** What each of its open workflows waits for. */
  List<String> pendingWork() {
    return workflows()
        .flatMap(workflow -> stack.server().describePending(workflow).stream())
        .toList();
  }

  /** Removes what the setup needs but did not create. */
  @Override
  public void close() {}
}
