package dev.linkspan.activities.alibabacloud;

import dev.linkspan.activities.execution.Time;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Takes turns with calls that an account refuses side by side: one caller at a time within this
 * worker, in the order of their requests, whichever setup they belong to. Other workers of the
 * account do not take part; their calls are refused, and repeated after a random pause.
 */
final class Turns {
  private final Time time;
  private final Map<String, Semaphore> turns = new ConcurrentHashMap<>();

  Turns(Time time) {
    this.time = time;
  }

  /**
   * Does the work when it is this caller's turn.
   *
   * @param what an account may do one at a time
   */
  <T> T take(String what, Supplier<T> work) {
    return taking(time, turns.computeIfAbsent(what, w -> new Semaphore(1, true)), work);
  }

  static <T> T taking(Time time, Semaphore turn, Supplier<T> work) {
    if (!turn.tryAcquire()) {
      time.await(turn::acquire);
    }
    try {
      return work.get();
    } finally {
      turn.release();
    }
  }
}
