package dev.linkspan.activities.execution;

import io.temporal.client.ActivityCompletionException;
import java.time.Duration;
import java.util.Optional;

/**
 * Waits on an activity's thread. In an activity that {@link ActivityExecutionInterceptor} runs, a
 * wait ends as soon as the activity must stop. Elsewhere, such as in a test that calls activity
 * code directly, it is a plain sleep.
 */
public final class Waiting {
  private Waiting() {}

  /**
   * Waits this long.
   *
   * @throws ActivityCompletionException the activity is cancelled, has timed out, or its worker
   *     shuts down
   * @throws IllegalStateException the thread is interrupted for another reason; it stays
   *     interrupted
   */
  public static void pause(Duration duration) {
    forOther(
        () -> {
          Optional<Heartbeats> heartbeats = Heartbeats.current();
          if (heartbeats.isPresent()) {
            heartbeats.get().pause(duration);
          } else {
            Thread.sleep(duration.toMillis());
          }
        });
  }

  /** Whether the activity on this thread runs for the first time; true outside of one. */
  public static boolean isFirstAttempt() {
    return Heartbeats.current().map(Heartbeats::attempt).orElse(1) == 1;
  }

  static void forOther(Time.Wait wait) {
    try {
      wait.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      Heartbeats.current().ifPresent(Heartbeats::check);
      throw new IllegalStateException("interrupted while waiting", e);
    }
  }

  /**
   * Returns if the activity may go on.
   *
   * @throws ActivityCompletionException as {@link #pause}
   */
  public static void check() {
    Heartbeats.current().ifPresent(Heartbeats::check);
  }
}
