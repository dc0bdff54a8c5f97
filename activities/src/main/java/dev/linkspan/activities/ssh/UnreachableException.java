package dev.linkspan.activities.ssh;

import dev.linkspan.activities.execution.Advised;

/** A machine cannot be reached, or the connection broke. Worth another try. */
public final class UnreachableException extends RuntimeException implements Advised {
  private final String problem;

  /** {@code problem} names the machine. */
  public UnreachableException(String problem) {
    super(problem);
    this.problem = problem;
  }

  /** The same with a cause. */
  public UnreachableException(String problem, Throwable cause) {
    super(problem, cause);
    this.problem = problem;
  }

  /** What is wrong, naming the machine. */
  public String problem() {
    return problem;
  }

  @Override
  public String remedy() {
    return "fix the cause that the error names (the machine runs, its SSH server answers, and the"
        + " network lets the worker through), then retry: the attempts begin again. A machine that"
        + " somebody deleted doesn't come back: destroy the setup and create it again";
  }
}
