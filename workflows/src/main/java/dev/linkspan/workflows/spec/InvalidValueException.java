package dev.linkspan.workflows.spec;

/** A value cannot be accepted: what is wrong, and what to write instead. */
final class InvalidValueException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String problem;
  private final String remedy;

  InvalidValueException(String problem, String remedy) {
    super(problem, null, false, false);
    this.problem = problem;
    this.remedy = remedy;
  }

  String problem() {
    return problem;
  }

  String remedy() {
    return remedy;
  }
}
