package dev.linkspan.starter.cli;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for state outside this process, such as another process or a Temporal server. */
public final class Polling {
  private static final Duration INTERVAL = Duration.ofMillis(50);

  private Polling() {}

  /**
   * Sleeps for this time.
   *
   * @throws IllegalStateException if the thread is interrupted
   */
  public static void sleep(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", e);
    }
  }

  /** Waits until the condition holds; returns false if it does not hold within the timeout. */
  public static boolean until(Duration timeout, BooleanSupplier condition) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      sleep(INTERVAL);
    }
    return true;
  }
}
