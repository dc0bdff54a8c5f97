package dev.linkspan.workflows.verification;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The result of a verification.
 *
 * @param at when the verification ended
 * @param trigger {@code setup}, {@code schedule}, or who asked
 */
public record Report(Instant at, String trigger, List<Check> checks) {

  /** True when every check passed. */
  public boolean healthy() {
    return checks.stream().allMatch(Check::passed);
  }

  /** The failed checks, in the order of the data path. */
  public List<Check> broken() {
    return checks.stream().filter(c -> !c.passed()).toList();
  }

  /**
   * One hop, of one broker or of all.
   *
   * @param hop e.g. {@code load balancer listener 9093}
   * @param nodeId the broker it belongs to; empty for the whole link
   * @param evidence what the check saw
   */
  public record Check(Optional<Integer> nodeId, String hop, boolean passed, String evidence) {
    public static Check passed(Optional<Integer> nodeId, String hop, String evidence) {
      return new Check(nodeId, hop, true, evidence);
    }

    public static Check failed(Optional<Integer> nodeId, String hop, String evidence) {
      return new Check(nodeId, hop, false, evidence);
    }
  }
}
