package dev.linkspan.activities.execution;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
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
  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final ScheduledExecutorService CLOCK = clock();

  private final ActivityExecutionContext activity;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final AtomicReference<ActivityCompletionException> reason = new AtomicReference<>();
  private final AtomicReference<Runnable> onStop = new AtomicReference<>(() -> {});
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

  /**
   * Does work that blocks on this thread. When the activity is to stop, the thread is interrupted,
   * and the reason is what is thrown.
   *
   * @throws ActivityCompletionException as {@link #check}
   */
  public static <T> T during(Supplier<T> work) {
    Thread worker = Thread.currentThread();
    AtomicBoolean interruptible = new AtomicBoolean(true);
    try (Heartbeats beats = start()) {
      beats.onStop.set(
          () -> {
            synchronized (interruptible) {
              if (interruptible.get()) {
                worker.interrupt();
              }
            }
          });
      beats.check();
      try {
        return work.get();
      } catch (RuntimeException e) {
        beats.check();
        throw e;
      } finally {
        synchronized (interruptible) {
          interruptible.set(false);
        }
        if (beats.reason.get() != null) {
          // The interrupt was ours: the thread goes back to its pool without it.
          Thread.interrupted();
        }
      }
    }
  }

  /** The same for work without a result. */
  public static void during(Runnable work) {
    during(
        () -> {
          work.run();
          return null;
        });
  }

  /** Waits inside {@link #during}; being interrupted ends the work. */
  public static void rest(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", e);
    }
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
      onStop.get().run();
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
