package dev.linkspan.activities.execution;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that advances only while a thread waits. */
public final class FakeTime implements Time {
  private final List<Duration> sleeps = new ArrayList<>();
  private Duration now = Duration.ofHours(1);

  @Override
  public long nanoTime() {
    return now.toNanos();
  }

  @Override
  public void sleep(Duration duration) {
    sleeps.add(duration);
    pass(duration);
  }

  /** Advances time without a wait, like a slow check. */
  public void pass(Duration duration) {
    now = now.plus(duration);
  }

  /** All waits so far, in order. */
  public List<Duration> sleeps() {
    return sleeps;
  }
}
