package dev.linkspan.workflows.verification;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/** What is known of a link. Also the search attribute {@code LinkspanHealth}. */
public enum Health {
  /** No verification has ended. */
  UNKNOWN,
  /** The last verification proved the path, and everything is as planned. */
  HEALTHY,
  /** The path works, but there are findings. */
  DRIFTED,
  /** The path does not work, or no verification has proved that it does. */
  BROKEN;

  /**
   * The health after a report. A data path that could not be checked is neither proved nor broken:
   * a link that worked counts as working, and one that did not, or was never proved, does not.
   *
   * @param findings after this report
   */
  static Health after(Report report, List<Finding> findings, Health before) {
    boolean worked = before == HEALTHY || before == DRIFTED;
    if (!report.healthy() || (!report.complete() && !worked)) {
      return BROKEN;
    }
    return findings.stream().anyMatch(Finding::counts) ? DRIFTED : HEALTHY;
  }

  /** Whether the path works. */
  public boolean works() {
    return this == HEALTHY || this == DRIFTED;
  }

  /** The name in lower case. */
  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  static Health of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
