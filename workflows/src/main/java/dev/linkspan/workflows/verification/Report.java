package dev.linkspan.workflows.verification;

import java.time.Instant;
import java.util.List;

/**
 * The result of a verification.
 *
 * @param at when the verification ended
 * @param trigger {@code setup}, {@code schedule}, or who asked
 * @param checks in the order of the data path
 */
public record Report(Instant at, String trigger, List<Check> checks) {

  /** The trigger of the verification at the end of a setup. */
  public static final String SETUP = "setup";

  /** True when no check says that the path is broken. */
  public boolean healthy() {
    return checks.stream().noneMatch(Check::breaks);
  }

  /** Whether everything on the data path could be checked. */
  public boolean complete() {
    return checks.stream()
        .noneMatch(
            check ->
                check.outcome() == Check.Outcome.NOT_CHECKED
                    && check.severity() == Check.Severity.BREAKS);
  }

  /** The failed checks that break the path, in the order of the data path. */
  public List<Check> broken() {
    return checks.stream().filter(Check::breaks).toList();
  }

  /** Whatever did not pass: failures of both severities, and checks that could not be made. */
  public List<Check> findings() {
    return checks.stream().filter(check -> !check.passed()).toList();
  }
}
