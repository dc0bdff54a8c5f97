package dev.linkspan.activities.alibabacloud;

import dev.linkspan.activities.execution.Time;
import java.time.Duration;

/**
 * The rate of calls to one product for one account, shared by all activities of this worker. It is
 * unlimited until the API throttles a call. Then nobody calls before the time that the API asked
 * for, later calls keep a distance from each other that doubles with each throttled call, and each
 * call that succeeds makes the distance smaller again.
 */
final class CallRate {
  private static final Duration FIRST_DISTANCE = Duration.ofMillis(100);
  private static final Duration LONGEST_DISTANCE = Duration.ofSeconds(3);
  private static final double RECOVERY = 0.9;

  private final Time time;
  private long distance;
  private long next;

  CallRate(Time time) {
    this.time = time;
    this.next = time.nanoTime();
  }

  /** Waits until the next call may start. */
  void waitForNext() {
    Duration pause = reserve();
    if (!pause.isZero()) {
      time.sleep(pause);
    }
  }

  private synchronized Duration reserve() {
    long now = time.nanoTime();
    long start = Math.max(now, next);
    next = start + distance;
    return Duration.ofNanos(start - now);
  }

  /**
   * Slows down.
   *
   * @param pause during which the API wants no call
   */
  synchronized void throttled(Duration pause) {
    distance =
        Math.min(LONGEST_DISTANCE.toNanos(), Math.max(FIRST_DISTANCE.toNanos(), distance * 2));
    next = Math.max(next, time.nanoTime() + pause.toNanos());
  }

  synchronized void succeeded() {
    distance = distance < FIRST_DISTANCE.toNanos() ? 0 : (long) (distance * RECOVERY);
  }
}
