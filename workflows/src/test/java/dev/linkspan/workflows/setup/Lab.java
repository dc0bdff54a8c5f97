package dev.linkspan.workflows.setup;

import static org.awaitility.Awaitility.await;

import dev.linkspan.workflows.WorkflowTypes;
import dev.linkspan.workflows.connection.Decision;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.rollout.ListenerRollout;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.Progress;
import dev.linkspan.workflows.steps.SearchAttributes;
import dev.linkspan.workflows.steps.Step;
import dev.linkspan.workflows.steps.TaskQueues;
import dev.linkspan.workflows.steps.WorkflowGuard;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;

/** The workflows on an in-memory Temporal server, with the activities of {@link World}. */
final class Lab implements AutoCloseable {
  static final Command ADA = new Command("ada", "a test");
  static final DestroyRequest DESTROY = new DestroyRequest("ada", "a test", "demo");
  static final Decision YES = new Decision(true, "ada", "ticket 42", null);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(10);

  private static final Set<EventType> QUIET =
      EnumSet.of(
          EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
          EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES);

  final World world = new World();
  final TestWorkflowEnvironment environment;
  final PrivateLinkSetup setup;

  private final Duration patience;

  Lab() {
    this(PATIENCE);
  }

  /** Creates a lab that waits this long for each step. */
  Lab(Duration patience) {
    this.patience = patience;
    TestEnvironmentOptions.Builder options =
        TestEnvironmentOptions.newBuilder()
            .setWorkerFactoryOptions(
                WorkerFactoryOptions.newBuilder()
                    .setWorkerInterceptors(
                        new WorkflowGuard(), new StartGuard(), new TerminationSignal())
                    .build());
    for (var key : SearchAttributes.ALL) {
      options.registerSearchAttribute(key.getName(), key.getValueType());
    }
    environment = TestWorkflowEnvironment.newInstance(options.build());
    worker(TaskQueues.CONTROL)
        .registerWorkflowImplementationTypes(WorkflowTypes.ALL.toArray(Class<?>[]::new));
    worker(TaskQueues.CLOUD).registerActivitiesImplementations(world.cloudActivities());
    worker(TaskQueues.NODES).registerActivitiesImplementations(world.nodeActivities());
    environment.start();
    setup = client().newWorkflowStub(PrivateLinkSetup.class, PrivateLinkSetup.id("demo"));
  }

  private PrivateLinkSetup newStub() {
    return client()
        .newWorkflowStub(
            PrivateLinkSetup.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(PrivateLinkSetup.id("demo"))
                .setTaskQueue(TaskQueues.CONTROL)
                .build());
  }

  private Worker worker(String queue) {
    return environment.newWorker(
        queue,
        WorkerOptions.newBuilder()
            .setMaxHeartbeatThrottleInterval(Duration.ofMillis(100))
            .setDefaultDeadlockDetectionTimeout(10_000)
            .build());
  }

  WorkflowClient client() {
    return environment.getWorkflowClient();
  }

  void start(Plan plan) {
    startWith(SetupInput.first(plan, SearchAttributes.NAMES));
  }

  /** Starts a run that continues an earlier one; {@link #setup} refers to the newest run. */
  void startWith(SetupInput input) {
    PrivateLinkSetup next = newStub();
    WorkflowClient.start(next::run, input);
  }

  /** Starts a setup and approves it before it asks. */
  void startApproved(Plan plan) {
    world.kafkaEndsAfterTheDomains = true;
    start(plan);
    setup.approve(YES);
  }

  SetupStatus awaitPhase(Phase phase) {
    return awaitStatus(status -> status.phase() == phase);
  }

  SetupStatus awaitStatus(Predicate<SetupStatus> condition) {
    try {
      return polling().until(() -> advancing(setup::status), condition);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(setup.status() + "\n" + allProgress(), e);
    }
  }

  /** Waits until a step is in this state. The child is a suffix; empty for the setup itself. */
  Step awaitStep(String child, String step, Step.State state) {
    return polling()
        .alias(step + " " + state)
        .ignoreExceptions()
        .until(
            () ->
                advancing(() -> progress(child)).steps().stream()
                    .filter(s -> s.name().equals(step))
                    .findFirst()
                    .orElseThrow(),
            s -> s.state() == state);
  }

  Progress progress(String child) {
    return child(child).query("progress", Progress.class);
  }

  private String allProgress() {
    StringBuilder text = new StringBuilder(progress("").toString());
    progress("")
        .children()
        .forEach(
            id ->
                text.append('\n')
                    .append(
                        client()
                            .newUntypedWorkflowStub(id)
                            .query("progress", Progress.class)
                            .toString()));
    return text.append('\n').append(world.events()).toString();
  }

  WorkflowStub child(String child) {
    if (child.equals("rollout")) {
      return client().newUntypedWorkflowStub(ListenerRollout.id(KafkaAnswers.CLUSTER));
    }
    String id = PrivateLinkSetup.id("demo");
    return client().newUntypedWorkflowStub(child.isEmpty() ? id : id + "-" + child);
  }

  /** Waits until a child has received this signal. */
  void awaitSignal(String child, String name) {
    await()
        .atMost(patience)
        .until(
            () ->
                history(child).getEvents().stream()
                    .filter(HistoryEvent::hasWorkflowExecutionSignaledEventAttributes)
                    .anyMatch(
                        event ->
                            event
                                .getWorkflowExecutionSignaledEventAttributes()
                                .getSignalName()
                                .equals(name)));
  }

  /** Waits until no workflow task is open; returns the number of events. */
  int awaitQuiet(String child) {
    return await()
        .atMost(patience)
        .until(() -> history(child), h -> QUIET.contains(h.getLastEvent().getEventType()))
        .getEvents()
        .size();
  }

  /** Waits until each of these calls has started, and lets timers fire meanwhile. */
  void awaitStarted(String... calls) {
    for (String call : calls) {
      polling().alias(call).until(() -> advancing(() -> world.count(call) > 0));
    }
  }

  /**
   * Waits until nothing runs except held calls, and every workflow has processed what ended before.
   * The in-memory server cannot cancel an activity at the moment when it ends.
   */
  void awaitOnlyHeldCalls() {
    await()
        .atMost(patience)
        .during(Duration.ofMillis(300))
        .ignoreExceptions()
        .until(
            () -> {
              List<String> running = world.running();
              OpenWork open = openWork();
              return running.stream().allMatch(world::isHeld)
                  && open.activities() <= running.size()
                  && open.messages() == 0
                  && !open.workflowTask();
            });
  }

  private OpenWork openWork() {
    List<OpenWork> all = new ArrayList<>(List.of(OpenWork.in(history(""))));
    for (String id : progress("").children()) {
      all.add(OpenWork.in(client().fetchHistory(id)));
    }
    return all.stream().reduce(OpenWork.NONE, OpenWork::and);
  }

  private ConditionFactory polling() {
    return await().atMost(patience).pollDelay(Duration.ZERO).pollInterval(POLL_INTERVAL);
  }

  // Virtual time does not advance while a test only polls, so each poll advances it by a second.
  // While an activity runs, a poll takes a real second.
  private <T> T advancing(Supplier<T> read) {
    environment.sleep(Duration.ofSeconds(1));
    return read.get();
  }

  /** Destroys and waits for the end. */
  void destroy() {
    setup.destroy(DESTROY);
    awaitEnd();
  }

  /**
   * Waits until the setup has closed, and throws what it closed with. Waiting for the result alone
   * would let the in-memory server skip years while a message between workflows is under way.
   */
  void awaitEnd() {
    try {
      polling().until(() -> advancing(() -> !isOpen()));
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("still runs: " + allProgress(), e);
    }
    child("").getResult(Void.class);
  }

  private boolean isOpen() {
    return child("").describe().getStatus()
        == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
  }

  /** Waits until the rollout is asked to end. */
  void awaitRolloutCancelled() {
    await()
        .until(
            () ->
                history("rollout").getEvents().stream()
                    .anyMatch(HistoryEvent::hasWorkflowExecutionCancelRequestedEventAttributes));
  }

  WorkflowExecutionHistory history(String child) {
    return client().fetchHistory(child(child).getExecution().getWorkflowId());
  }

  /** Replays the recorded history; fails if the current code does not repeat it. */
  void replay(String child) {
    try {
      WorkflowReplayer.replayWorkflowExecution(
          history(child),
          PrivateLinkSetupWorkflow.class,
          WorkflowTypes.ALL.stream()
              .filter(type -> type != PrivateLinkSetupWorkflow.class)
              .toArray(Class<?>[]::new));
    } catch (Exception e) {
      throw new AssertionError("replay of " + child, e);
    }
  }

  @Override
  public void close() {
    environment.close();
  }
}
