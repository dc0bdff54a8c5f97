package dev.linkspan.starter.stack;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for other processes, which cannot tell us. */
public final class Pause {
  private static final Duration TURN = Duration.ofMillis(50);

  private Pause() {}

  /** Waits this long, or less when interrupted. */
  public static void of(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", e);
    }
  }

  /** Waits until the condition holds; false when it does not within this time. */
  public static boolean until(Duration within, BooleanSupplier condition) {
    long deadline = System.nanoTime() + within.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      of(TURN);
    }
    return true;
  }
}
