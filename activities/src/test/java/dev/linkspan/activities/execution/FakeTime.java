package dev.linkspan.activities.execution;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only while somebody waits. */
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

  /** Lets time pass without a wait: a check that took long. */
  public void pass(Duration duration) {
    now = now.plus(duration);
  }

  /** Every wait so far, in its order. */
  public List<Duration> sleeps() {
    return sleeps;
  }
}
