package dev.linkspan.activities.simulation;

import dev.linkspan.activities.execution.Time;
import dev.linkspan.activities.execution.Waiting;
import dev.linkspan.sandbox.state.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The time of the in-memory clouds. It does not advance until a thread waits, and then jumps: that
 * thread first runs everything that is due by then, in order.
 */
final class VirtualTime implements Time, Scheduler {
  private record Due(long nanos, long order, Runnable work) {}

  private final Instant origin;
  private final PriorityQueue<Due> agenda =
      new PriorityQueue<>(Comparator.comparingLong(Due::nanos).thenComparingLong(Due::order));
  private Instant followed;
  private long nanos;
  private long ordered;

  VirtualTime(Instant origin) {
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

  @Override
  public void sleep(Duration duration) {
    Waiting.check();
    advanceTo(nanoTime() + duration.toNanos());
  }

  /** Advances as much as the workflows' own time has advanced since the last call. */
  void follow(Instant workflowTime) {
    Duration passed;
    synchronized (this) {
      passed = Duration.between(followed, workflowTime);
      followed = passed.isNegative() ? followed : workflowTime;
    }
    if (!passed.isNegative()) {
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
