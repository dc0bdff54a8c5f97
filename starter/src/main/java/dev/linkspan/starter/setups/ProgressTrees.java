package dev.linkspan.starter.setups;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.starter.temporal.TemporalErrors;
import dev.linkspan.workflows.rollout.ListenerRollout;
import dev.linkspan.workflows.steps.Progress;
import dev.linkspan.workflows.steps.Step;
import dev.linkspan.workflows.steps.Step.State;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Queries the progress of a workflow and of its child workflows. A child that cannot answer does
 * not hide the others: a step says why it cannot.
 */
final class ProgressTrees {
  private final TemporalConnection temporal;
  private final boolean onlyOpen;

  private ProgressTrees(TemporalConnection temporal, boolean onlyOpen) {
    this.temporal = temporal;
    this.onlyOpen = onlyOpen;
  }

  /** Queries every child. */
  static ProgressTrees all(TemporalConnection temporal) {
    return new ProgressTrees(temporal, false);
  }

  /**
   * Leaves out the children of steps that have ended: a worker has to repeat the whole history of a
   * workflow that has ended before it answers.
   */
  static ProgressTrees ofOpenSteps(TemporalConnection temporal) {
    return new ProgressTrees(temporal, true);
  }

  /** The progress of this workflow, which has to answer, and of its children. */
  ProgressTree of(String workflowId) {
    Progress own =
        temporal.client().newUntypedWorkflowStub(workflowId).query("progress", Progress.class);
    List<String> asked =
        own.children().stream().filter(id -> !onlyOpen || isOpen(own, id)).toList();
    List<ProgressTree> children =
        ConcurrentCalls.each(asked, id -> TemporalErrors.ifFound(() -> child(id))).stream()
            .flatMap(Optional::stream)
            .toList();
    return new ProgressTree(own, children);
  }

  private static boolean isOpen(Progress own, String child) {
    String step = own.stepOfChild().get(child);
    return own.steps().stream()
        .filter(each -> each.name().equals(step))
        .allMatch(each -> !ProgressTree.ended(each.state()));
  }

  private ProgressTree child(String workflowId) {
    try {
      ProgressTree tree = of(workflowId);
      boolean over =
          tree.progress().steps().stream().allMatch(step -> ProgressTree.ended(step.state()));
      return over ? tree : withEnd(withActivity(tree, workflowId), endedEarly(workflowId));
    } catch (RuntimeException e) {
      CommandFailure why = TemporalErrors.explain(e).orElseThrow(() -> e);
      if (concernsEverything(why)) {
        throw e;
      }
      return unanswered(workflowId, endedEarly(workflowId), why);
    }
  }

  private static boolean concernsEverything(CommandFailure why) {
    return switch (why.exitCode()) {
      case NO_WORKER, TEMPORAL_BUSY, TEMPORAL_UNREACHABLE, NOT_FOUND -> true;
      default -> false;
    };
  }

  /** How the workflow ended, if it did not complete: for example {@code terminated}. */
  private Optional<String> endedEarly(String workflowId) {
    WorkflowExecutionStatus status =
        temporal.client().newUntypedWorkflowStub(workflowId).describe().getStatus();
    return switch (status) {
      case WORKFLOW_EXECUTION_STATUS_TERMINATED -> Optional.of("terminated");
      case WORKFLOW_EXECUTION_STATUS_TIMED_OUT -> Optional.of("ended by a timeout");
      case WORKFLOW_EXECUTION_STATUS_FAILED -> Optional.of("ended by a failure");
      default -> Optional.empty();
    };
  }

  private ProgressTree withActivity(ProgressTree tree, String workflowId) {
    return workflowId.startsWith(ListenerRollout.id(""))
        ? new ProgressTree(
            tree.progress(), tree.children(), Optional.of(RolloutActivity.of(temporal, workflowId)))
        : tree;
  }

  private static ProgressTree withEnd(ProgressTree tree, Optional<String> end) {
    if (end.isEmpty()) {
      return tree;
    }
    Progress own = tree.progress();
    List<Step> steps = Stream.concat(own.steps().stream(), Stream.of(ended(end.get()))).toList();
    return new ProgressTree(
        new Progress(own.workflow(), own.title(), steps, own.children(), own.stepOfChild()),
        tree.children(),
        tree.rollout());
  }

  private static ProgressTree unanswered(
      String workflowId, Optional<String> end, CommandFailure why) {
    Step step =
        end.map(ProgressTrees::ended)
            .orElseGet(
                () ->
                    step(
                        "Answer of workflow " + workflowId,
                        State.PARKED,
                        Optional.of(why.getMessage().replace('\n', ' '))));
    return new ProgressTree(
        new Progress(workflowId, workflowId, List.of(step), List.of()), List.of());
  }

  private static Step ended(String how) {
    return step("Workflow was " + how, State.CANCELLED, Optional.empty());
  }

  private static Step step(String name, State state, Optional<String> waitingFor) {
    return new Step(name, state, Optional.empty(), Optional.empty(), 1, waitingFor);
  }
}
