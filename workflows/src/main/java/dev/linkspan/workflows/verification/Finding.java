package dev.linkspan.workflows.verification;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A check that did not pass, followed over the verifications in a row that found the same.
 *
 * @param check as the newest verification found it
 * @param firstSeen when the first of these verifications ended
 * @param lastSeen when the newest one ended
 * @param timesSeen how many verifications in a row found it
 */
public record Finding(Check check, Instant firstSeen, Instant lastSeen, int timesSeen) {
  /** A check that could not be made so many times in a row is a warning. */
  private static final int NOT_CHECKED_COUNTS_AFTER = 3;

  /** Whether it is a failure, or a check that could not be made three times in a row. */
  public boolean counts() {
    return check.failed() || timesSeen >= NOT_CHECKED_COUNTS_AFTER;
  }

  /** What was seen; for a check that could not be made, that it was not, and why. */
  public String text() {
    return check.failed()
        ? check.evidence()
        : counts()
            ? "not checked %d times in a row: %s".formatted(timesSeen, check.evidence())
            : "not checked: " + check.evidence();
  }

  /** The findings after this report: new ones, and those that it found again. */
  public static List<Finding> after(Report report, List<Finding> before) {
    Map<String, Finding> known =
        before.stream()
            .collect(Collectors.toMap(f -> f.check().key(), Function.identity(), (a, b) -> a));
    List<Finding> now = new ArrayList<>();
    for (Check check : report.findings()) {
      Finding earlier = known.get(check.key());
      now.add(
          earlier == null || earlier.check().outcome() != check.outcome()
              ? new Finding(check, report.at(), report.at(), 1)
              : new Finding(check, earlier.firstSeen(), report.at(), earlier.timesSeen() + 1));
    }
    return List.copyOf(now);
  }
}
