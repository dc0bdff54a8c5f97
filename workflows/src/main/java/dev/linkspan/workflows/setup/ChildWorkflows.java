package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.connection.Decision;
import dev.linkspan.workflows.rollout.ListenerRollout;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.LastCreation;
import dev.linkspan.workflows.steps.Message;
import dev.linkspan.workflows.steps.Outbox;
import dev.linkspan.workflows.steps.Steps;
import dev.linkspan.workflows.steps.TaskQueues;
import dev.linkspan.workflows.teardown.EarlierRunActivities;
import dev.linkspan.workflows.verification.Verification;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.failure.TerminatedFailure;
import io.temporal.workflow.ChildWorkflowCancellationType;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** The child workflows of a setup. Workflow code only. */
final class ChildWorkflows {
  static final String SURVEY = "survey";
  static final String KAFKA = "kafka";
  static final String EXPOSURE = "exposure";
  static final String APPROVAL = "approval";
  static final String ROLLOUT = "rollout";
  static final String REMOVAL = "removal";
  static final String VERIFICATION = "verification";
  static final String REPAIR = "repair";
  static final String TEARDOWN = "teardown";

  private static final Set<String> CREATING = Set.of(EXPOSURE, APPROVAL, VERIFICATION, REPAIR);

  /** How long a workflow of this id that is no child of this setup may take to end. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

  private final String setup;
  private final Steps steps;
  private final Consumer<String> closed;
  private final Outbox outbox = new Outbox();
  private final Map<String, String> running = new LinkedHashMap<>();
  private final Set<String> started = new TreeSet<>();
  private final Set<String> interrupted = new TreeSet<>();
  private final Set<String> reportedCreation = new TreeSet<>();

  /**
   * @param closed hears the workflow id of each child that has closed, however it ended
   */
  ChildWorkflows(String setup, Steps steps, Consumer<String> closed) {
    this.setup = setup;
    this.steps = steps;
    this.closed = closed;
  }

  /** Starts to send what handlers have for the children. */
  void open() {
    outbox.open();
  }

  /** Whether everything that handlers had for the children is sent. */
  boolean hasSentEverything() {
    return outbox.isEmpty();
  }

  /**
   * Runs a child and waits for its result. The child ends before its parent continues, also on
   * cancellation.
   *
   * @param call calls the workflow method, and does not wait for its result
   * @param whenStarted runs each time the child has started; does not wait
   */
  <C, R> R run(Class<C> type, String kind, Function<C, Promise<R>> call, Runnable whenStarted) {
    return run(type, kind, id(kind), call, whenStarted);
  }

  /** The same with a given id, which is a lock that other setups share. */
  <C, R> R run(
      Class<C> type, String kind, String id, Function<C, Promise<R>> call, Runnable whenStarted) {
    Duration wait = FIRST_WAIT;
    Duration waited = Duration.ZERO;
    while (true) {
      try {
        return follow(kind, id, stub(type, kind, id), call, whenStarted);
      } catch (ChildWorkflowFailure failed) {
        if (!(failed.getCause() instanceof WorkflowExecutionAlreadyStarted)
            || waited.compareTo(LONGEST_WAIT) >= 0) {
          throw failed;
        }
        // A reset leaves the children of the run before it running, without a parent.
        EarlierRunActivities.withSummary("End of the " + kind + " of an earlier run")
            .end(PrivateLinkSetup.id(setup), List.of(id));
        Workflow.sleep(wait);
        waited = waited.plus(wait);
        wait = wait.multipliedBy(2);
      }
    }
  }

  private <C> C stub(Class<C> type, String kind, String id) {
    return Workflow.newChildWorkflowStub(
        type,
        ChildWorkflowOptions.newBuilder()
            .setWorkflowId(id)
            .setTaskQueue(TaskQueues.CONTROL)
            .setCancellationType(ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED)
            .setParentClosePolicy(
                kind.equals(TEARDOWN)
                    ? ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON
                    : ParentClosePolicy.PARENT_CLOSE_POLICY_REQUEST_CANCEL)
            .setStaticSummary("The " + kind + " of " + setup)
            .setStaticDetails("Belongs to `" + PrivateLinkSetup.id(setup) + "`.")
            .build());
  }

  private <C, R> R follow(
      String kind, String id, C stub, Function<C, Promise<R>> call, Runnable whenStarted) {
    started.add(id);
    Promise<R> result = call.apply(stub);
    // A start that fails or is canceled fails the result too, which says why.
    if (Workflow.getWorkflowExecution(stub).getFailure() == null) {
      steps.addChild(id);
      running.put(kind, id);
      whenStarted.run();
    }
    try {
      R value = CREATING.contains(kind) ? creating(kind, result) : result.get();
      interrupted.remove(kind);
      return value;
    } catch (ChildWorkflowFailure failed) {
      if (failed.getCause() instanceof TerminatedFailure) {
        interrupted.add(kind);
      }
      throw failed;
    } finally {
      running.remove(kind);
      closed.accept(id);
    }
  }

  /** A child may have created something until it closed, unless it reported otherwise. */
  private <R> R creating(String kind, Promise<R> result) {
    try {
      R value = result.get();
      steps.creations().created();
      return value;
    } catch (TemporalFailure failed) {
      if (!reportedCreation.contains(id(kind))) {
        steps.creations().created();
      }
      throw failed;
    }
  }

  /** A canceled child reports its last creation. */
  void lastCreation(LastCreation last) {
    reportedCreation.add(last.workflow());
    steps.creations().reported(last);
  }

  /** Signals the child if it runs when the signal is sent. Does not wait. */
  void signal(String kind, String name, Object body) {
    outbox.put(kind, name, body, () -> Optional.ofNullable(running.get(kind)));
  }

  /** Sends the child a message if it runs when the message is sent. Does not wait. */
  void tell(String kind, String messageKind, Object body) {
    signal(kind, Message.SIGNAL, Message.of(messageKind, body));
  }

  /** Whether this is the id of a child, or of a run of the verification schedule. */
  boolean isChild(String workflowId) {
    return started.contains(workflowId)
        || workflowId.startsWith(Verification.scheduleId(setup) + "-");
  }

  /** Whether this child runs. */
  boolean runs(String kind) {
    return running.containsKey(kind);
  }

  /**
   * Whether this child was terminated, so that it undid nothing, and no later one has succeeded.
   */
  boolean isInterrupted(String kind) {
    return interrupted.contains(kind);
  }

  /** Forwards a person's decision to the approval, if it runs. */
  void decide(Decision decision) {
    signal(APPROVAL, decision.approves() ? "approve" : "reject", decision);
  }

  /** Retries the parked steps of all children; a verification never parks. */
  void retry(Command command) {
    List.copyOf(running.keySet()).stream()
        .filter(kind -> !kind.equals(VERIFICATION))
        .forEach(kind -> signal(kind, "retry", command));
  }

  /** The ids that children of this setup can have, the rollout's first. */
  List<String> ids(String clusterId) {
    return Stream.concat(
            Stream.of(ListenerRollout.id(clusterId)),
            Stream.of(SURVEY, KAFKA, EXPOSURE, APPROVAL, VERIFICATION, REPAIR, TEARDOWN)
                .map(this::id))
        .toList();
  }

  private String id(String kind) {
    return PrivateLinkSetup.id(setup) + "-" + kind;
  }
}
