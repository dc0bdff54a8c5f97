package dev.linkspan.starter.report;

import dev.linkspan.workflows.verification.Check;
import java.util.List;

/**
 * A place on the path of a link.
 *
 * @param id unique in a diagram; letters and digits
 * @param details what identifies it, one line each
 * @param checks those of the newest verification that belong to it
 */
public record Hop(String id, String title, List<String> details, List<Check> checks) {

  /** What the newest verification says about a hop. */
  public enum Condition {
    BROKEN("broken", "✗"),
    DRIFTED("not as planned", "!"),
    UNCHECKED("not checked", "?"),
    HEALTHY("healthy", "✓"),
    /** No verification has looked at it. */
    UNKNOWN("not verified yet", "–");

    private final String text;
    private final String sign;

    Condition(String text, String sign) {
      this.text = text;
      this.sign = sign;
    }

    /** For people. */
    public String text() {
      return text;
    }

    /** One character that a black and white print shows too. */
    public String sign() {
      return sign;
    }
  }

  /** The worst that its checks say. */
  public Condition condition() {
    if (checks.isEmpty()) {
      return Condition.UNKNOWN;
    }
    return checks.stream().map(Hop::condition).min(Condition::compareTo).orElseThrow();
  }

  /** What one check says. */
  static Condition condition(Check check) {
    return switch (check.outcome()) {
      case PASSED -> Condition.HEALTHY;
      case NOT_CHECKED -> Condition.UNCHECKED;
      case FAILED -> check.breaks() ? Condition.BROKEN : Condition.DRIFTED;
    };
  }
}
