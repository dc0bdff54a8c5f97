package dev.linkspan.activities.simulation;

import dev.linkspan.activities.execution.Time;
import dev.linkspan.activities.execution.Waiting;
import dev.linkspan.sandbox.state.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * The time of the in-memory clouds. It does not advance until a thread waits, and then jumps: that
 * thread first runs everything that is due by then, in order. Patient time jumps only when every
 * activity waits, and only to the end of the shortest wait: activities run side by side as in a
 * real worker.
 */
final class VirtualTime implements Time, Scheduler {
  private static final int QUIET_MILLIS = 10;
  private static final int QUIET_ROUNDS = 4;

  /** Less than this is what the machine took, not a timer of a workflow. */
  private static final Duration SHORTEST_TIMER = Duration.ofSeconds(20);

  private record Due(long nanos, long order, Runnable work) {}

  private final ActivityPause activities;
  private final Instant origin;
  private final PriorityQueue<Due> agenda =
      new PriorityQueue<>(Comparator.comparingLong(Due::nanos).thenComparingLong(Due::order));
  private final PriorityQueue<Long> waits = new PriorityQueue<>();
  private Optional<IntSupplier> running = Optional.empty();
  private Instant followed;
  private long nanos;
  private long ordered;

  VirtualTime(Instant origin, ActivityPause activities) {
    this.activities = activities;
    this.origin = origin;
    this.followed = origin;
  }

  @Override
  public synchronized long nanoTime() {
    return nanos;
  }

  @Override
  public Instant now() {
    return origin.plusNanos(nanoTime());
  }

  /** Waits for every activity from now on. */
  void becomePatient(IntSupplier runningActivities) {
    running = Optional.of(runningActivities);
  }

  @Override
  public void sleep(Duration duration) {
    Waiting.check();
    if (running.isPresent()) {
      sleepPatiently(nanoTime() + duration.toNanos(), running.get());
    } else {
      advanceTo(nanoTime() + duration.toNanos());
    }
  }

  private void sleepPatiently(long end, IntSupplier runningActivities) {
    Long wait = end;
    synchronized (waits) {
      waits.add(wait);
    }
    try {
      int quiet = 0;
      while (nanoTime() < end) {
        Thread.sleep(QUIET_MILLIS);
        synchronized (waits) {
          boolean all = waits.size() + activities.waiting() >= runningActivities.getAsInt();
          quiet = all && end <= waits.peek() ? quiet + 1 : 0;
        }
        if (quiet > QUIET_ROUNDS) {
          advanceTo(end);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      Waiting.check();
      throw new IllegalStateException("interrupted while waiting", e);
    } finally {
      synchronized (waits) {
        waits.remove(wait);
      }
    }
  }

  @Override
  public void await(Wait wait) {
    activities.whileOtherRuns(wait);
  }

  /**
   * Advances as much as the workflows' own time has advanced since the last call. Patient time
   * follows timers only: a loaded machine must not make the clouds' time pass faster.
   */
  void follow(Instant workflowTime) {
    Duration passed;
    synchronized (this) {
      passed = Duration.between(followed, workflowTime);
      followed = passed.isNegative() ? followed : workflowTime;
    }
    boolean counts = running.isEmpty() || passed.compareTo(SHORTEST_TIMER) >= 0;
    if (counts && !passed.isNegative()) {
      advanceTo(nanoTime() + passed.toNanos());
    }
  }

  private void advanceTo(long target) {
    for (Runnable work = nextBy(target); work != null; work = nextBy(target)) {
      work.run();
    }
  }

  private synchronized Runnable nextBy(long target) {
    Due next = agenda.peek();
    if (next == null || next.nanos() > target) {
      nanos = Math.max(nanos, target);
      return null;
    }
    nanos = Math.max(nanos, next.nanos());
    return agenda.remove().work();
  }

  @Override
  public synchronized void schedule(Instant time, Runnable work) {
    agenda.add(new Due(Duration.between(origin, time).toNanos(), ordered++, work));
  }

  void in(Duration duration, Runnable work) {
    schedule(now().plus(duration), work);
  }

  /** Due at once: runs when a thread waits next. */
  @Override
  public Executor listenerExecutor() {
    return work -> schedule(now(), work);
  }

  @Override
  public synchronized void close() {
    agenda.clear();
  }

  @Override
  public String toString() {
    return TimeUnit.NANOSECONDS.toMillis(nanoTime()) + " ms";
  }
}
