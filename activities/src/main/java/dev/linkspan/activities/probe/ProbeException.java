package dev.linkspan.activities.probe;

/** The probe could not answer. The message holds what the probe reported. */
public final class ProbeException extends RuntimeException {
  /** {@code problem} names the command and what the probe said. */
  public ProbeException(String problem) {
    super(problem);
  }

  /** The same with a cause. */
  public ProbeException(String problem, Throwable cause) {
    super(problem, cause);
  }
}
