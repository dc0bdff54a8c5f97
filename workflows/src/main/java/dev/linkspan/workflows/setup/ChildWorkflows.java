package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.connection.Decision;
import dev.linkspan.workflows.rollout.ListenerRollout;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.LastCreation;
import dev.linkspan.workflows.steps.Signals;
import dev.linkspan.workflows.steps.Steps;
import dev.linkspan.workflows.steps.TaskQueues;
import dev.linkspan.workflows.verification.Verification;
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
import java.util.stream.Stream;

/** The child workflows of a setup. Workflow code only. */
final class ChildWorkflows {
  static final String SURVEY = "survey";
  static final String KAFKA = "kafka";
  static final String EXPOSURE = "exposure";
  static final String APPROVAL = "approval";
  static final String ROLLOUT = "rollout";
  static final String VERIFICATION = "verification";
  static final String TEARDOWN = "teardown";

  private static final Set<String> CREATING = Set.of(EXPOSURE, APPROVAL, VERIFICATION);

  private final String setup;
  private final Steps steps;
  private final Map<String, String> running = new LinkedHashMap<>();
  private final Set<String> started = new TreeSet<>();
  private final Set<String> reportedCreation = new TreeSet<>();

  ChildWorkflows(String setup, Steps steps) {
    this.setup = setup;
    this.steps = steps;
  }

  /** A child that ends before its parent continues, also on cancellation. */
  <C> C stub(Class<C> type, String kind) {
    return stub(type, kind, id(kind));
  }

  /** The same with a given id, which is a lock that other setups share. */
  <C> C stub(Class<C> type, String kind, String id) {
    started.add(id);
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
   * Waits for the result of a child.
   *
   * @param result what the call of its workflow method returned
   * @param whenStarted runs once the child can receive signals
   */
  <R> R follow(String kind, Object stub, Promise<R> result, Runnable whenStarted) {
    Promise<WorkflowExecution> started = Workflow.getWorkflowExecution(stub);
    // A start that fails or is canceled fails the result too, which says why.
    if (started.getFailure() == null) {
      String id = started.get().getWorkflowId();
      steps.addChild(id);
      running.put(kind, id);
      runUnlessCanceled(whenStarted);
    }
    try {
      return CREATING.contains(kind) ? creating(kind, result) : result.get();
    } finally {
      running.remove(kind);
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

  /** Cancellation must not keep the parent from waiting for the child. */
  private static void runUnlessCanceled(Runnable whenStarted) {
    try {
      whenStarted.run();
    } catch (CanceledFailure canceled) {
      Workflow.getLogger(ChildWorkflows.class)
          .info("canceled before the first message to the child");
    }
  }

  /** Signals the child if it runs. */
  void signal(String kind, String name, Object body) {
    if (running.containsKey(kind)) {
      Signals.send(running.get(kind), name, body);
    }
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
            Stream.of(SURVEY, KAFKA, EXPOSURE, APPROVAL, VERIFICATION, TEARDOWN).map(this::id))
        .toList();
  }

  private String id(String kind) {
    return PrivateLinkSetup.id(setup) + "-" + kind;
  }
}
