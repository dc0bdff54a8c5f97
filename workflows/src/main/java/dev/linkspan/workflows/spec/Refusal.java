package dev.linkspan.workflows.spec;

/** One value cannot be accepted: why, and what to write instead. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  Refusal(String problem, String remedy) {
    super(problem, null, false, false);
    this.remedy = remedy;
  }

  String problem() {
    return getMessage();
  }

  String remedy() {
    return remedy;
  }
}
