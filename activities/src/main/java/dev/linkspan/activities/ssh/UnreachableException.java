package dev.linkspan.activities.ssh;

/** A machine cannot be reached, or the connection broke. Worth another try. */
public final class UnreachableException extends RuntimeException {
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
}
