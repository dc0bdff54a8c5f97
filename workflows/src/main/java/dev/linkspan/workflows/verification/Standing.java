package dev.linkspan.workflows.verification;

import dev.linkspan.workflows.plan.Recurrence;
import java.util.List;
import java.util.Optional;

/**
 * What keeps a link verified.
 *
 * @param health of the link, as the verifications so far say
 * @param recurrence when it is verified, where a person has set other times than the plan's
 * @param changes which changes of health people are told
 */
public record Standing(Health health, Optional<Recurrence> recurrence, HealthChanges changes) {
  /** Of a new setup. */
  public static final Standing NEW =
      new Standing(Health.UNKNOWN, Optional.empty(), HealthChanges.NONE);

  /** The same with the health after this report. */
  public Standing after(Report report, List<Finding> findings) {
    return new Standing(Health.after(report, findings, health), recurrence, changes);
  }

  /**
   * The same with what people are told after this report.
   *
   * @param confirmed whether a failure was checked again before it counted
   */
  public Standing telling(
      String setupId, Report report, List<Finding> findings, boolean confirmed) {
    return with(changes.after(setupId, health, report, findings, confirmed));
  }

  /** This change of health is sent. */
  public Standing sent(HealthChange change) {
    return with(changes.sent(change));
  }

  /** This change of health could not be sent. */
  public Standing notSent(HealthChange change, String why) {
    return with(changes.failed(change, why));
  }

  private Standing with(HealthChanges other) {
    return new Standing(health, recurrence, other);
  }

  /** The same, verified at other times. */
  public Standing with(Recurrence other) {
    return new Standing(health, Optional.of(other), changes);
  }
}
