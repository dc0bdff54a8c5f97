package dev.linkspan.workflows.steps;

/**
 * Cloud calls and SSH sessions block: each has a queue of its own, so neither starves workflows.
 */
public final class TaskQueues {
  public static final String CONTROL = "linkspan-control";
  public static final String CLOUD = "linkspan-cloud";
  public static final String NODES = "linkspan-nodes";

  private TaskQueues() {}
}
