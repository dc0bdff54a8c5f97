package dev.linkspan.starter.console;

import java.time.Duration;
import java.util.Locale;

/** Durations in the form that tables and messages show. */
public final class DurationText {
  private DurationText() {}

  /** For example {@code 1.5 s}, {@code 1 min 35 s} or {@code 2 h 05 min}. */
  public static String of(Duration duration) {
    long millis = Math.max(0, duration.toMillis());
    if (millis < 59_950) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    long seconds = Math.round(millis / 1000.0);
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60)
        : String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds / 60 % 60);
  }
}
