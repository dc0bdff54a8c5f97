package dev.linkspan.workflows.verification;

import java.util.Optional;

/**
 * What a verification found at one hop, of one broker or of all. Its {@link #key()} stays the same
 * from one verification to the next.
 *
 * @param nodeId the broker it belongs to; empty for the whole link
 * @param hop the place on the path, e.g. {@code listener 9093}; unique for the broker in a report
 * @param severity what a failure means
 * @param evidence what the check saw; why it could not be made, if it is {@link
 *     Outcome#NOT_CHECKED}
 * @param expected what it should have seen; blank if it passed, or if the evidence says so
 * @param remedy what a person can do, one or two sentences; blank if it passed
 * @param repair what puts it back; empty if only a person can
 */
public record Check(
    Optional<Integer> nodeId,
    String hop,
    Outcome outcome,
    Severity severity,
    String evidence,
    String expected,
    String remedy,
    Optional<Repair> repair) {

  /** What a check ended with. */
  public enum Outcome {
    PASSED,
    FAILED,
    /** Neither a pass nor a failure: nothing can be said about the hop. */
    NOT_CHECKED
  }

  /** What a failed check means. */
  public enum Severity {
    /** The path is broken, for all clients or for some. */
    BREAKS,
    /** The path works, but something is not as planned, or is going to break it. */
    DRIFT
  }

  public static Check passed(Optional<Integer> nodeId, String hop, String evidence) {
    return of(nodeId, hop, Outcome.PASSED, evidence);
  }

  /** A failure that breaks the path. */
  public static Check failed(Optional<Integer> nodeId, String hop, String evidence) {
    return of(nodeId, hop, Outcome.FAILED, evidence);
  }

  /** Nothing can be said about the hop, for this reason. */
  public static Check notChecked(Optional<Integer> nodeId, String hop, String reason) {
    return of(nodeId, hop, Outcome.NOT_CHECKED, reason);
  }

  /** Passed or failed. */
  public static Check of(Optional<Integer> nodeId, String hop, boolean passed, String evidence) {
    return passed ? passed(nodeId, hop, evidence) : failed(nodeId, hop, evidence);
  }

  private static Check of(Optional<Integer> nodeId, String hop, Outcome outcome, String evidence) {
    return new Check(nodeId, hop, outcome, Severity.BREAKS, evidence, "", "", Optional.empty());
  }

  /** The same check; a failure of it does not break the path. */
  public Check asDrift() {
    return new Check(nodeId, hop, outcome, Severity.DRIFT, evidence, expected, remedy, repair);
  }

  /** The same check with what it should have seen; a check that passed stays as it is. */
  public Check expecting(String wanted) {
    return passed()
        ? this
        : new Check(nodeId, hop, outcome, severity, evidence, wanted, remedy, repair);
  }

  /** The same check with what a person can do; a check that passed stays as it is. */
  public Check remedy(String text) {
    return passed()
        ? this
        : new Check(nodeId, hop, outcome, severity, evidence, expected, text, repair);
  }

  /** The same check with what puts it back; only a failed check needs it. */
  public Check repairedBy(Repair by) {
    return failed()
        ? new Check(nodeId, hop, outcome, severity, evidence, expected, remedy, Optional.of(by))
        : this;
  }

  public boolean passed() {
    return outcome == Outcome.PASSED;
  }

  public boolean failed() {
    return outcome == Outcome.FAILED;
  }

  /** Whether it failed, and the path is broken. */
  public boolean breaks() {
    return failed() && severity == Severity.BREAKS;
  }

  /** The same for each verification of the same hop and broker. */
  public String key() {
    return hop + nodeId.map(id -> " (broker " + id + ")").orElse("");
  }
}
