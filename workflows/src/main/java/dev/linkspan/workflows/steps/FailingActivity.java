package dev.linkspan.workflows.steps;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * An activity has failed repeatedly and is tried again, or works again after that. The worker that
 * runs the activity sends it to the activity's own workflow.
 *
 * @param step name of the step that called the activity; empty if none did
 * @param activity summary of the activity, as the Temporal UI shows it
 * @param attempt number of the attempt that failed, or that succeeded at last
 * @param error why the attempt failed, in one line; empty if the activity works again
 * @param nextTry when the next attempt starts; empty if the activity works again
 * @param interval time between the attempts after that one, if it no longer grows
 */
public record FailingActivity(
    String step,
    String activity,
    int attempt,
    String error,
    Optional<Instant> nextTry,
    Optional<Duration> interval) {
  private static final int LONGEST_ERROR = 300;
  private static final int LONGEST_NAME = 200;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /**
   * Bounds every text: anyone can send a signal.
   *
   * @throws NullPointerException if a field is missing
   */
  public FailingActivity {
    step = bounded(step, LONGEST_NAME);
    activity = bounded(activity, LONGEST_NAME);
    error = bounded(error, LONGEST_ERROR);
    Objects.requireNonNull(nextTry, "nextTry");
    Objects.requireNonNull(interval, "interval");
  }

  /** The activity succeeded after failures. */
  public static FailingActivity recovered(String step, String activity, int attempt) {
    return new FailingActivity(step, activity, attempt, "", Optional.empty(), Optional.empty());
  }

  /** Whether the activity works again. */
  public boolean recovered() {
    return nextTry.isEmpty();
  }

  /** A text of one line, without control characters, at most this long. */
  public static String bounded(String text, int longest) {
    String line = text.strip().replaceAll("\\s*\\R\\s*", " | ").replaceAll("\\p{Cntrl}", " ");
    return line.length() <= longest ? line : line.substring(0, longest - 3) + "...";
  }

  /** What a step waits for while this activity fails. */
  String text() {
    StringBuilder text = new StringBuilder();
    if (!activity.isEmpty() && !activity.equals(step)) {
      text.append(activity).append(": ");
    }
    text.append("attempt ").append(attempt).append(" failed: ").append(error);
    nextTry.ifPresent(at -> text.append("; next try at ").append(TIME.format(at)));
    interval.ifPresent(time -> text.append(", then every ").append(time.toSeconds()).append(" s"));
    return text.toString();
  }
}
