package dev.linkspan.activities.execution;

import java.time.Duration;

/** How time passes for an activity that looks again and again: really, or in a simulation. */
public interface Pace {

  /** The computer's own time. */
  Pace REAL =
      new Pace() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public void pause(Heartbeats beats, Duration duration) {
          beats.pause(duration);
        }
      };

  /** Nanoseconds since any one moment. */
  long nanoTime();

  /**
   * Waits this long, or until the activity is to stop.
   *
   * @throws io.temporal.client.ActivityCompletionException as {@link Heartbeats#check}
   */
  void pause(Heartbeats beats, Duration duration);
}
