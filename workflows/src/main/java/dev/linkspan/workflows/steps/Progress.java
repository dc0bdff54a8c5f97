package dev.linkspan.workflows.steps;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A workflow's answer to the query {@code progress}.
 *
 * @param workflow its id
 * @param children workflow ids of its children, each of which answers the query too
 * @param stepOfChild the name of the step that runs a child, by the child's id; a child that runs
 *     between steps is not in it
 */
public record Progress(
    String workflow,
    String title,
    List<Step> steps,
    List<String> children,
    Map<String, String> stepOfChild) {

  /**
   * @param stepOfChild null in the answer of a worker that does not know it
   */
  public Progress(
      String workflow,
      String title,
      List<Step> steps,
      List<String> children,
      @Nullable Map<String, String> stepOfChild) {
    this.workflow = workflow;
    this.title = title;
    this.steps = steps;
    this.children = children;
    this.stepOfChild = stepOfChild == null ? Map.of() : Map.copyOf(stepOfChild);
  }

  /** The progress of a workflow whose children belong to no step. */
  public Progress(String workflow, String title, List<Step> steps, List<String> children) {
    this(workflow, title, steps, children, Map.of());
  }
}
