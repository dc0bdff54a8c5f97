package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.connection.Decision;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.LastCreation;
import dev.linkspan.workflows.steps.Signals;
import dev.linkspan.workflows.steps.Steps;
import dev.linkspan.workflows.steps.TaskQueues;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.ChildWorkflowCancellationType;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The child workflows of a setup: their ids, which of them run, and messages to those. */
final class ChildWorkflows {
  static final String SURVEY = "survey";
  static final String KAFKA = "kafka";
  static final String EXPOSURE = "exposure";
  static final String APPROVAL = "approval";
  static final String ROLLOUT = "rollout";
  static final String VERIFICATION = "verification";
  static final String TEARDOWN = "teardown";

  private static final Set<String> MAKING = Set.of(EXPOSURE, APPROVAL, VERIFICATION);

  private final String setup;
  private final Steps steps;
  private final Map<String, String> running = new LinkedHashMap<>();
  private final Set<String> told = new TreeSet<>();

  ChildWorkflows(String setup, Steps steps) {
    this.setup = setup;
    this.steps = steps;
  }

  /** A child that is waited for on cancellation: what it began is over before we go on. */
  <C> C stub(Class<C> type, String kind) {
    return stub(type, kind, id(kind));
  }

  /** The same under an id of its own: a lock that others share. */
  <C> C stub(Class<C> type, String kind, String id) {
    return Workflow.newChildWorkflowStub(
        type,
        ChildWorkflowOptions.newBuilder()
            .setWorkflowId(id)
            .setTaskQueue(TaskQueues.CONTROL)
            .setCancellationType(ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED)
            .setStaticSummary("The " + kind + " of " + setup)
            .setStaticDetails("Belongs to `" + PrivateLinkSetup.id(setup) + "`.")
            .build());
  }

  /**
   * Waits for a child that was just called.
   *
   * @param result what the call returned
   * @param whenStarted what to tell it first; signals sent from now on reach it
   */
  <R> R follow(String kind, Object stub, Promise<R> result, Runnable whenStarted) {
    Promise<WorkflowExecution> started = Workflow.getWorkflowExecution(stub);
    // A start that fails or is cancelled fails the result too, which says why.
    if (started.getFailure() == null) {
      String id = started.get().getWorkflowId();
      steps.addChild(id);
      running.put(kind, id);
      tell(whenStarted);
    }
    try {
      return MAKING.contains(kind) ? making(kind, result) : result.get();
    } finally {
      running.remove(kind);
    }
  }

  /** It may have made something until its end, unless it said otherwise. */
  private <R> R making(String kind, Promise<R> result) {
    try {
      R made = result.get();
      steps.creations().created();
      return made;
    } catch (TemporalFailure failed) {
      if (!told.contains(id(kind))) {
        steps.creations().created();
      }
      throw failed;
    }
  }

  /** A child that is about to end, cancelled, last made something then. */
  void madeLast(LastCreation last) {
    told.add(last.workflow());
    steps.creations().heard(last);
  }

  /** A cancellation must not keep us from waiting for the child. */
  private static void tell(Runnable whenStarted) {
    try {
      whenStarted.run();
    } catch (CanceledFailure cancelled) {
      Workflow.getLogger(ChildWorkflows.class).info("cancelled before the first message");
    }
  }

  /** Signals the child if it runs. */
  void signal(String kind, String name, Object body) {
    if (running.containsKey(kind)) {
      Signals.send(running.get(kind), name, body);
    }
  }

  /** Whether this child runs. */
  boolean runs(String kind) {
    return running.containsKey(kind);
  }

  /** Passes a person's decision on to the approval, if it runs. */
  void decide(Decision decision) {
    signal(APPROVAL, decision.approved() ? "approve" : "reject", decision);
  }

  /** Lets the parked steps of all children go on; a verification never parks. */
  void retry(Command command) {
    List.copyOf(running.keySet()).stream()
        .filter(kind -> !kind.equals(VERIFICATION))
        .forEach(kind -> signal(kind, "retry", command));
  }

  private String id(String kind) {
    return PrivateLinkSetup.id(setup) + "-" + kind;
  }
}
