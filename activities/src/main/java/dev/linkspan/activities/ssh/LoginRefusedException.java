package dev.linkspan.activities.ssh;

/** The machine answers but does not accept the key: a new machine may still be learning it. */
public final class LoginRefusedException extends RuntimeException {
  /** {@code problem} names the machine and the user. */
  public LoginRefusedException(String problem) {
    super(problem);
  }
}
