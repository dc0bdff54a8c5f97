package dev.linkspan.workflows.verification;

import dev.linkspan.workflows.plan.Recurrence;
import java.util.List;
import java.util.Optional;

/**
 * What keeps a link verified.
 *
 * @param health of the link, as the verifications so far say
 * @param recurrence when it is verified, where a person has set other times than the plan's
 */
public record Standing(Health health, Optional<Recurrence> recurrence) {
  /** Of a new setup. */
  public static final Standing NEW = new Standing(Health.UNKNOWN, Optional.empty());

  /** The same with the health after this report. */
  public Standing after(Report report, List<Finding> findings) {
    return new Standing(Health.after(report, findings, health), recurrence);
  }

  /** The same, verified at other times. */
  public Standing with(Recurrence other) {
    return new Standing(health, Optional.of(other));
  }
}
