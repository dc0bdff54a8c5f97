package dev.linkspan.workflows.plan;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When a link is verified by itself: at an interval, at times of the clock, or never. At most one
 * of the two is there.
 */
public record Recurrence(Optional<Duration> every, Optional<Cron> cron) {
  private static final Pattern INTERVAL = Pattern.compile("(0|[1-9][0-9]{0,5})([smhd])");
  private static final Duration SHORTEST = Duration.ofMinutes(5);
  private static final Duration LONGEST = Duration.ofDays(30);

  /** On demand only. */
  public static final Recurrence OFF = new Recurrence(Optional.empty(), Optional.empty());

  /** A hundred setups of one account must not start at once, but a time of the clock is wanted. */
  private static final Duration MOST_JITTER = Duration.ofMinutes(10);

  /** A verification takes minutes, and a server that was down catches up within five. */
  private static final Duration GRACE = Duration.ofMinutes(10);

  /**
   * @param interval zero for {@link #OFF}
   */
  public static Recurrence every(Duration interval) {
    return interval.isZero() ? OFF : new Recurrence(Optional.of(interval), Optional.empty());
  }

  public static Recurrence at(Cron times) {
    return new Recurrence(Optional.empty(), Optional.of(times));
  }

  /**
   * Reads what a person wrote: an interval of 5 minutes to 30 days such as {@code 30m}, or {@code
   * off}; or times of the clock, in UTC if there is no time zone.
   *
   * @throws IllegalArgumentException with the problem
   */
  public static Recurrence read(
      @Nullable String every, @Nullable String cron, @Nullable String timeZone) {
    if (cron != null) {
      if (every != null) {
        throw new IllegalArgumentException("either \"every\" or \"cron\" is necessary");
      }
      return at(Cron.of(cron, timeZone == null ? "UTC" : timeZone));
    }
    if (every == null) {
      throw new IllegalArgumentException("either \"every\" or \"cron\" is necessary");
    }
    if (timeZone != null) {
      throw new IllegalArgumentException("a time zone has no effect without \"cron\"");
    }
    Matcher matcher = INTERVAL.matcher(every);
    if (every.equals("off")) {
      return OFF;
    }
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\"" + every + "\" is not an interval such as 30m, 1h or 2d");
    }
    Duration interval =
        Duration.parse(
            (matcher.group(2).equals("d") ? "P" : "PT")
                + matcher.group(1)
                + matcher.group(2).toUpperCase(Locale.ROOT));
    if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("\"" + every + "\" is not within 5m and 30d");
    }
    return every(interval);
  }

  @JsonIgnore
  public boolean isOff() {
    return every.isEmpty() && cron.isEmpty();
  }

  /** By how much a run is delayed at most, so that many setups do not start at once. */
  public Duration jitter() {
    Duration tenth = gap().dividedBy(10);
    return tenth.compareTo(MOST_JITTER) < 0 ? tenth : MOST_JITTER;
  }

  /**
   * After this time without a verification, the schedule does not run as it should: two intervals,
   * and the time that a verification takes.
   */
  public Duration missedAfter() {
    return gap().multipliedBy(2).plus(GRACE);
  }

  private Duration gap() {
    return every.or(() -> cron.map(Cron::longestGap)).orElse(Duration.ZERO);
  }

  /** {@code every 30 min}, {@code at "0 6 * * *" in Asia/Singapore}, or {@code off}. */
  public String text() {
    return every
        .map(interval -> "every " + text(interval))
        .or(() -> cron.map(times -> "at " + times))
        .orElse("off");
  }

  private static String text(Duration interval) {
    long seconds = interval.toSeconds();
    if (seconds % 86_400 == 0) {
      return interval.toDays() + " d";
    }
    if (seconds % 3600 == 0) {
      return interval.toHours() + " h";
    }
    return seconds % 60 == 0 ? interval.toMinutes() + " min" : seconds + " s";
  }
}
