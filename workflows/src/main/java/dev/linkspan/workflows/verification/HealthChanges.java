package dev.linkspan.workflows.verification;

import java.util.List;
import java.util.Optional;

/**
 * Which changes of health people are told. A link that breaks and recovers again and again is told
 * once: a verification has to confirm what the one before it found. A failure that was checked
 * again for the patience of the plan is confirmed already.
 *
 * @param told the health that people know
 * @param seen by the newest verification
 * @param count how many changes were told
 * @param unsent the newest change, until it is sent
 * @param problem why the newest change could not be sent; empty if it was, or is still tried
 */
public record HealthChanges(
    Health told, Health seen, int count, Optional<HealthChange> unsent, Optional<String> problem) {
  /** Of a new setup. */
  static final HealthChanges NONE =
      new HealthChanges(Health.UNKNOWN, Health.UNKNOWN, 0, Optional.empty(), Optional.empty());

  /**
   * After a report with this health.
   *
   * @param confirmed whether a failure was checked again before it counted
   */
  HealthChanges after(
      String setupId, Health now, Report report, List<Finding> findings, boolean confirmed) {
    boolean first = told == Health.UNKNOWN && now == Health.HEALTHY;
    if (now == told || first) {
      return new HealthChanges(now, now, count, unsent, problem);
    }
    if (now != seen && !(now == Health.BROKEN && confirmed)) {
      return new HealthChanges(told, now, count, unsent, problem);
    }
    int number = count + 1;
    HealthChange change =
        new HealthChange(
            setupId + "-" + number,
            told,
            now,
            report.at(),
            report.trigger(),
            findings.stream()
                .filter(Finding::counts)
                .limit(HealthChange.MOST_FINDINGS)
                .map(finding -> finding.check().key() + ": " + finding.text())
                .toList());
    return new HealthChanges(now, now, number, Optional.of(change), Optional.empty());
  }

  /** This change is sent. */
  HealthChanges sent(HealthChange change) {
    return isUnsent(change)
        ? new HealthChanges(told, seen, count, Optional.empty(), Optional.empty())
        : this;
  }

  /** This change could not be sent, and is not tried again. */
  HealthChanges failed(HealthChange change, String why) {
    return isUnsent(change)
        ? new HealthChanges(told, seen, count, Optional.empty(), Optional.of(why))
        : this;
  }

  private boolean isUnsent(HealthChange change) {
    return unsent.filter(change::equals).isPresent();
  }
}
