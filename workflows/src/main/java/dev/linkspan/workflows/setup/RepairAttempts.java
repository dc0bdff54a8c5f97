package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.verification.Finding;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How often in a row a setup has repaired a finding without a person. Pure.
 *
 * @param times by the key of the check
 */
public record RepairAttempts(Map<String, Integer> times) {
  static final RepairAttempts NONE = new RepairAttempts(Map.of());

  /** A finding that comes back more often than this is for a person. */
  static final int MOST = 3;

  /** Whether the setup may repair this finding once more. */
  boolean mayRepair(Finding finding) {
    return times.getOrDefault(finding.check().key(), 0) < MOST;
  }

  /** One more attempt at these. */
  RepairAttempts after(List<Finding> repaired) {
    Map<String, Integer> now = new TreeMap<>(times);
    repaired.forEach(finding -> now.merge(finding.check().key(), 1, Integer::sum));
    return new RepairAttempts(now);
  }

  /** A finding that a verification no longer has starts from zero. */
  RepairAttempts among(List<Finding> findings) {
    List<String> keys = findings.stream().map(finding -> finding.check().key()).toList();
    return new RepairAttempts(
        times.entrySet().stream()
            .filter(entry -> keys.contains(entry.getKey()))
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, Map.Entry::getValue, Integer::sum, TreeMap::new)));
  }
}
