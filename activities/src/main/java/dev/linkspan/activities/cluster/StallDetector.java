package dev.linkspan.activities.cluster;

import dev.linkspan.activities.execution.Time;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides when waiting for a cluster no longer makes sense: not after a fixed time, since a large
 * cluster recovers for hours, but once nothing has improved for as long as the patience is. Only a
 * distance that is smaller than every one before is an improvement.
 */
final class StallDetector {
  private final Duration patience;
  private final Time time;
  private Optional<Distance> smallest = Optional.empty();
  private long improved;

  StallDetector(Duration patience, Time time) {
    this.patience = patience;
    this.time = time;
    this.improved = time.nanoTime();
  }

  /** Records a distance; returns whether nothing has improved for longer than the patience. */
  boolean stalled(Distance now) {
    if (smallest.isEmpty() || now.compareTo(smallest.get()) < 0) {
      smallest = Optional.of(now);
      improved = time.nanoTime();
      return false;
    }
    return time.nanoTime() - improved > patience.toNanos();
  }
}
