package dev.linkspan.workflows.listeners;

/** A broker's file cannot be read, or must not be changed: why, and what a person can do. */
public final class ListenerFileException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String problem;
  private final String remedy;

  ListenerFileException(String problem, String remedy) {
    super(problem, null, false, false);
    this.problem = problem;
    this.remedy = remedy;
  }

  /** What is wrong; repeats no value except those of listeners. */
  public String problem() {
    return problem;
  }

  /** What to do. */
  public String remedy() {
    return remedy;
  }
}
