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
