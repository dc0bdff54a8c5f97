package dev.linkspan.workflows.steps;

import io.temporal.workflow.WorkflowThreadLocal;
import java.util.function.Supplier;

/** The step that the current branch of a workflow runs in. Workflow code only. */
final class CurrentStep {
  private static final WorkflowThreadLocal<String> NAME =
      WorkflowThreadLocal.withCachedInitial(() -> "");

  private CurrentStep() {}

  /** Its name; empty between steps. */
  static String name() {
    return NAME.get();
  }

  /** Does work in this step; a branch that the work starts belongs to the step too. */
  static <T> T during(String step, Supplier<T> work) {
    String outer = NAME.get();
    NAME.set(step);
    try {
      return work.get();
    } finally {
      NAME.set(outer);
    }
  }
}
