package dev.linkspan.activities.brokers;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Time spans as {@code systemctl show} prints them (systemd.time(7)). */
final class SystemdTimeSpan {
  private static final Pattern PART = Pattern.compile("\\G\\s*([0-9.]+)([a-z]*)");
  private static final Map<String, Double> SECONDS =
      Map.of(
          "",
          1e-6,
          "us",
          1e-6,
          "ms",
          1e-3,
          "s",
          1.0,
          "min",
          60.0,
          "h",
          3600.0,
          "d",
          86_400.0,
          "w",
          604_800.0,
          "month",
          2_629_800.0,
          "y",
          31_557_600.0);

  private SystemdTimeSpan() {}

  /** {@code 5min 30s}, {@code infinity}, or microseconds; empty for anything else. */
  static Optional<Duration> parse(String text) {
    if (text.equals("infinity")) {
      return Optional.of(Duration.ofSeconds(Integer.MAX_VALUE));
    }
    Matcher part = PART.matcher(text);
    double all = 0;
    int end = 0;
    while (part.find()) {
      Double seconds = SECONDS.get(part.group(2));
      if (seconds == null) {
        return Optional.empty();
      }
      all += Double.parseDouble(part.group(1)) * seconds;
      end = part.end();
    }
    return end == 0 || end < text.length()
        ? Optional.empty()
        : Optional.of(Duration.ofSeconds((long) all));
  }
}
