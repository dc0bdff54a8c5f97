package dev.linkspan.activities.execution;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends an activity's heartbeats in the background, so that a call that blocks does not stop them.
 * The server answers a heartbeat with the order to stop: then the activity's thread is interrupted,
 * and the reason is thrown in place of the failure that the interrupt causes.
 */
final class Heartbeats {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);
  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final ScheduledExecutorService SCHEDULER = scheduler();
  private static final ThreadLocal<Optional<Heartbeats>> CURRENT =
      ThreadLocal.withInitial(Optional::empty);

  private final ActivityExecutionContext activity;
  private volatile @Nullable Object details; // null before the first failure
  private final Thread thread = Thread.currentThread();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile @Nullable ActivityCompletionException reason; // null while it may go on
  private boolean interruptible = true;

  private Heartbeats(ActivityExecutionContext activity, @Nullable Object details) {
    this.activity = activity;
    this.details = details;
  }

  private static ScheduledExecutorService scheduler() {
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
   * Runs an activity's work on this thread. When the activity must stop, the thread is interrupted;
   * work that still returns a result keeps it.
   *
   * @param details what each heartbeat carries to the next attempt; a heartbeat without details
   *     would delete those of the attempt before
   * @throws ActivityCompletionException the activity is cancelled, has timed out, or its worker
   *     shuts down
   */
  static <T> T during(ActivityExecutionContext activity, Optional<?> details, Supplier<T> work) {
    Heartbeats heartbeats = new Heartbeats(activity, details.orElse(null));
    Future<?> beating =
        SCHEDULER.scheduleAtFixedRate(
            heartbeats::beat, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    Optional<Heartbeats> outer = CURRENT.get();
    CURRENT.set(Optional.of(heartbeats));
    try {
      return work.get();
    } catch (RuntimeException e) {
      heartbeats.check();
      throw e;
    } finally {
      CURRENT.set(outer);
      beating.cancel(false);
      heartbeats.leaveThread();
    }
  }

  /** The heartbeats of the activity that runs on this thread. */
  static Optional<Heartbeats> current() {
    return CURRENT.get();
  }

  /** From now on, each heartbeat carries this. */
  void carry(Object now) {
    details = now;
  }

  /** The number of the activity's attempt, from 1. */
  int attempt() {
    return activity.getInfo().getAttempt();
  }

  private void beat() {
    if (reason != null) {
      return;
    }
    try {
      activity.heartbeat(details);
    } catch (ActivityCompletionException e) {
      reason = e;
      stopped.countDown();
      interrupt();
    } catch (RuntimeException e) {
      // The next heartbeat may get through: a lost one is not the activity's failure.
      LOG.debug("heartbeat failed: {}", e.toString());
    }
  }

  private synchronized void interrupt() {
    if (interruptible) {
      thread.interrupt();
    }
  }

  private synchronized void leaveThread() {
    interruptible = false;
    if (reason != null) {
      // The interrupt came from here: the thread returns to its pool without it.
      Thread.interrupted();
    }
  }

  /**
   * Returns if the activity may go on.
   *
   * @throws ActivityCompletionException the activity must stop
   */
  void check() {
    ActivityCompletionException stop = reason;
    if (stop != null) {
      throw stop;
    }
  }

  /**
   * Waits this long, or until the activity must stop.
   *
   * @throws ActivityCompletionException the activity must stop
   */
  void pause(Duration duration) throws InterruptedException {
    check();
    if (stopped.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
      check();
    }
  }
}
