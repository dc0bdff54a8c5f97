package dev.linkspan.workflows.listeners;

/** A file that cannot be read, or must not be changed: why, and what a person can do about it. */
public final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  Refusal(String problem, String remedy) {
    super(problem, null, false, false);
    this.remedy = remedy;
  }

  /** What is wrong; shows no value but those of listeners. */
  public String problem() {
    return getMessage();
  }

  /** What to do. */
  public String remedy() {
    return remedy;
  }
}
