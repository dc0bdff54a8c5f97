package dev.linkspan.sandbox.control;

import java.time.Duration;

/** The waiting that an injected delay consists of. */
public final class Pauses {
  private Pauses() {}

  /** Waits; returns early, with the thread still interrupted, where it is interrupted. */
  public static void pause(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
