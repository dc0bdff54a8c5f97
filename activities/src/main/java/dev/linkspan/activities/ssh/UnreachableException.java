package dev.linkspan.activities.ssh;

/** A machine cannot be reached, or the connection broke: worth another try. */
public final class UnreachableException extends RuntimeException {
  /** {@code problem} names the machine. */
  public UnreachableException(String problem, Throwable cause) {
    super(problem, cause);
  }
}
