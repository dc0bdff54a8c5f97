package dev.linkspan.workflows.verification;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * One line of the history of a link's health.
 *
 * @param at when the verification ended
 * @param trigger see {@link Report}
 * @param healthy whether the path worked
 * @param findings the keys of the checks that did not pass, in the order of the data path, at most
 *     {@link #MOST_FINDINGS}
 */
public record PastVerification(Instant at, String trigger, boolean healthy, List<String> findings) {
  /** How many verifications a setup remembers. */
  public static final int MOST = 50;

  /** Bounds the size of the history. */
  static final int MOST_FINDINGS = 5;

  /** The history with this report, the newest first. */
  public static List<PastVerification> after(Report report, List<PastVerification> before) {
    PastVerification newest =
        new PastVerification(
            report.at(),
            report.trigger(),
            report.healthy(),
            report.findings().stream().map(Check::key).limit(MOST_FINDINGS).toList());
    return Stream.concat(Stream.of(newest), before.stream()).limit(MOST).toList();
  }
}
