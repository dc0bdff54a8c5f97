package dev.linkspan.activities.verification;

import dev.linkspan.workflows.verification.Check.Severity;
import dev.linkspan.workflows.verification.Repair.Kind;
import java.util.Optional;

/**
 * One kind of drift.
 *
 * @param name what was done
 * @param hop where it has to be found
 * @param repair what puts it back; empty if only a person can
 * @param undo what the person does
 */
record CloudDrift(
    String name,
    String hop,
    Severity severity,
    Optional<Kind> repair,
    Runnable injection,
    Runnable undo) {

  /** Drift that a repair puts back. */
  static CloudDrift repaired(
      String name, String hop, Severity severity, Kind kind, Runnable injection) {
    return new CloudDrift(name, hop, severity, Optional.of(kind), injection, () -> {});
  }

  /** Drift that only a person can undo. */
  static CloudDrift byAPerson(
      String name, String hop, Severity severity, Runnable injection, Runnable undo) {
    return new CloudDrift(name, hop, severity, Optional.empty(), injection, undo);
  }

  @Override
  public String toString() {
    return name;
  }
}
