package dev.linkspan.activities.execution;

import java.time.Duration;
import java.time.Instant;

/**
 * The failures of one activity, one attempt after the other. Each attempt gets it from the one
 * before, as the details of its heartbeats.
 *
 * @param since when the first of these attempts failed
 * @param failures how many have failed
 * @param error message of the last one
 * @param nextTry when the next attempt starts
 */
record FailureSeries(Instant since, int failures, String error, Instant nextTry) {
  /** An attempt that starts later than this had no worker: nothing was tried meanwhile. */
  private static final Duration LONGEST_GAP = Duration.ofMinutes(1);

  /** Two failures may be hours apart, if attempts take long. */
  private static final int FEWEST_FAILURES = 3;

  static FailureSeries beginning(Instant at, String error, Instant nextTry) {
    return new FailureSeries(at, 1, error, nextTry);
  }

  /** Whether this was read from a series; other details have none of its fields. */
  boolean hasAll() {
    return since != null && nextTry != null;
  }

  FailureSeries and(String nextError, Instant after) {
    return new FailureSeries(since, failures + 1, nextError, after);
  }

  /** Whether an attempt that starts now belongs to the series. */
  boolean continuesAt(Instant start) {
    return start.isBefore(nextTry.plus(LONGEST_GAP));
  }

  /** Whether the series has gone on for so long that it cannot be expected to pass by itself. */
  boolean endless(Instant now, Duration limit) {
    return failures >= FEWEST_FAILURES && !Duration.between(since, now).minus(limit).isNegative();
  }
}
