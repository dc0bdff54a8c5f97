package dev.linkspan.activities.ssh;

/** The machine does not accept the SSH key. A new machine accepts it only after a while. */
public final class LoginRefusedException extends RuntimeException {
  private final String problem;

  /** {@code problem} names the machine and the user. */
  public LoginRefusedException(String problem) {
    super(problem);
    this.problem = problem;
  }

  /** What is wrong, naming the machine and the user. */
  public String problem() {
    return problem;
  }
}
