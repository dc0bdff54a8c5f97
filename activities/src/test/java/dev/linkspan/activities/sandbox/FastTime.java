package dev.linkspan.activities.sandbox;

import dev.linkspan.activities.execution.Time;
import java.time.Duration;

/** The system's time, ten times as fast: activities wait as briefly as the sandbox takes. */
final class FastTime implements Time {
  private static final int FACTOR = 10;

  @Override
  public long nanoTime() {
    return System.nanoTime() * FACTOR;
  }

  @Override
  public void sleep(Duration duration) {
    SYSTEM.sleep(duration.dividedBy(FACTOR));
  }
}
