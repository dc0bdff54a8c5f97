package dev.linkspan.activities.execution;

import java.time.Duration;

/** The time that an activity measures and waits by: the system's, or a test's. */
public interface Time {

  /** The system's time; its sleep ends early when the activity must stop. */
  Time SYSTEM =
      new Time() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public void sleep(Duration duration) {
          Waiting.pause(duration);
        }
      };

  /** Nanoseconds since an arbitrary origin, as {@link System#nanoTime}. */
  long nanoTime();

  /**
   * Waits this long.
   *
   * @throws RuntimeException as {@link Waiting#pause}
   */
  void sleep(Duration duration);

  /**
   * Waits for another thread.
   *
   * @param wait ends when its thread is interrupted, as it is when the activity must stop
   * @throws RuntimeException as {@link Waiting#pause}
   */
  default void await(Wait wait) {
    Waiting.forOther(wait);
  }

  /** A wait that an interrupt ends. */
  @FunctionalInterface
  interface Wait {
    void run() throws InterruptedException;
  }
}
