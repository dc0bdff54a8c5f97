package dev.linkspan.workflows.steps;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Points in time as people read them. Pure. */
public final class UtcTime {
  private UtcTime() {}

  /** To the second, for example {@code 2026-11-24T09:30:00Z}. */
  public static String text(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
