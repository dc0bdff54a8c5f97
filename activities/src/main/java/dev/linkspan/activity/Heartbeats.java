package dev.linkspan.activity;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Heartbeats of the running activity, sent in the background so that a call that blocks does not
 * stop them. A cancellation, which the server answers to a heartbeat, ends {@link #pause} early and
 * is thrown by the next {@link #check}.
 *
 * <pre>{@code
 * try (var beats = Heartbeats.start()) {
 *   while (!ready()) {
 *     beats.pause(Duration.ofSeconds(1));
 *   }
 * }
 * }</pre>
 */
public final class Heartbeats implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);
  private static final Duration PERIOD = Duration.ofSeconds(2);
  private static final ScheduledExecutorService CLOCK = clock();

  private final ActivityExecutionContext activity;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final AtomicReference<ActivityCompletionException> reason = new AtomicReference<>();
  private final Future<?> beating;

  private Heartbeats(ActivityExecutionContext activity) {
    this.activity = activity;
    this.beating =
        CLOCK.scheduleAtFixedRate(this::beat, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static ScheduledExecutorService clock() {
    AtomicInteger count = new AtomicInteger();
    return Executors.newScheduledThreadPool(
        4,
        task -> {
          Thread thread = new Thread(task, "heartbeats-" + count.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  /**
   * Starts to beat for the activity that runs on this thread.
   *
   * @throws IllegalStateException outside an activity
   */
  public static Heartbeats start() {
    return new Heartbeats(Activity.getExecutionContext());
  }

  private void beat() {
    if (reason.get() != null) {
      return;
    }
    try {
      activity.heartbeat(null);
    } catch (ActivityCompletionException e) {
      reason.compareAndSet(null, e);
      stopped.countDown();
    } catch (RuntimeException e) {
      // A beat that did not get through is not the activity's failure: the next one may.
      LOG.debug("heartbeat failed: {}", e.toString());
    }
  }

  /**
   * Throws if the activity is to stop.
   *
   * @throws ActivityCompletionException cancelled, timed out, or the worker shuts down
   */
  public void check() {
    ActivityCompletionException stop = reason.get();
    if (stop != null) {
      throw stop;
    }
  }

  /**
   * Waits this long, or until the activity is to stop.
   *
   * @throws ActivityCompletionException as {@link #check}
   */
  public void pause(Duration duration) {
    check();
    try {
      if (stopped.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
        check();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", e);
    }
  }

  /** Stops beating. */
  @Override
  public void close() {
    beating.cancel(false);
  }
}
