package dev.linkspan.workflows.steps;

/**
 * One task queue for workflows, and one for each kind of activity that blocks: cloud calls and SSH
 * sessions cannot starve workflows, or each other.
 */
public final class TaskQueues {
  public static final String CONTROL = "linkspan-control";
  public static final String CLOUD = "linkspan-cloud";
  public static final String NODES = "linkspan-nodes";

  private TaskQueues() {}
}
