package dev.linkspan.activities.execution;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Checks a condition repeatedly until it holds or a deadline passes. The first check happens at
 * once; when the deadline passes during a pause, one more check follows. Immutable.
 *
 * <pre>{@code
 * boolean ready = Poll.every(Duration.ofSeconds(1)).atMost(Duration.ofMinutes(5)).until(this::ready);
 * }</pre>
 */
public final class Poll {
  private final Duration pause;
  private final Duration longestPause;
  private final Optional<Duration> limit;
  private final Time time;
  private final boolean jitter;

  private Poll(
      Duration pause, Duration longestPause, Optional<Duration> limit, Time time, boolean jitter) {
    this.pause = pause;
    this.longestPause = longestPause;
    this.limit = limit;
    this.time = time;
    this.jitter = jitter;
  }

  /** Checks without end, with this pause between two checks. */
  public static Poll every(Duration pause) {
    return new Poll(pause, pause, Optional.empty(), Time.SYSTEM, false);
  }

  /** Checks without end and without a pause: for checks that wait by themselves. */
  public static Poll continuously() {
    return every(Duration.ZERO);
  }

  /** Each pause is half as long again as the one before, up to this one. */
  public Poll slowingTo(Duration longest) {
    return new Poll(pause, longest, limit, time, jitter);
  }

  /** No check starts a pause once this much time has passed. */
  public Poll atMost(Duration longest) {
    return new Poll(pause, longestPause, Optional.of(longest), time, jitter);
  }

  /** Measures and waits by this time. */
  public Poll by(Time other) {
    return new Poll(pause, longestPause, limit, other, jitter);
  }

  /** Each pause is a random one, from half of its length to one and a half of it. */
  public Poll withJitter() {
    return new Poll(pause, longestPause, limit, time, true);
  }

  /** A pause as before the second check. */
  public Duration firstPause() {
    return varied(pause);
  }

  private Duration varied(Duration length) {
    return jitter && !length.isZero()
        ? length
            .dividedBy(2)
            .plusMillis(ThreadLocalRandom.current().nextLong(length.toMillis() + 1))
        : length;
  }

  /**
   * Checks until the condition holds.
   *
   * @return whether it held; false when the deadline passed first
   * @throws RuntimeException as {@link Waiting#pause}, and whatever the condition throws
   */
  public boolean until(BooleanSupplier condition) {
    return until(condition::getAsBoolean, Boolean::booleanValue);
  }

  /**
   * Reads a value until it is the expected one.
   *
   * @return the value that was read last, which is not the expected one when the deadline passed
   * @throws RuntimeException as {@link #until(BooleanSupplier)}
   */
  public <T> T until(Supplier<T> read, Predicate<? super T> expected) {
    Rounds rounds = new Rounds();
    T value = read.get();
    while (!expected.test(value) && rounds.next()) {
      value = read.get();
    }
    return value;
  }

  /**
   * Looks until there is something.
   *
   * @return what was found; empty when the deadline passed first
   * @throws RuntimeException as {@link #until(BooleanSupplier)}
   */
  public <T> Optional<T> untilPresent(Supplier<Optional<T>> look) {
    return until(look, Optional::isPresent);
  }

  /**
   * Calls until a call succeeds.
   *
   * @param retryable whether a failed call is worth another try
   * @throws RuntimeException the first failure that is not retryable, or the last one before the
   *     deadline
   */
  public <T> T untilNoFailure(Supplier<T> call, Predicate<? super RuntimeException> retryable) {
    Rounds rounds = new Rounds();
    while (true) {
      try {
        return call.get();
      } catch (RuntimeException e) {
        if (!retryable.test(e) || !rounds.next()) {
          throw e;
        }
      }
    }
  }

  /** The rounds of one wait. */
  private final class Rounds {
    private final long start = time.nanoTime();
    private Duration next = pause;

    /** Pauses before another check; returns false, at once, when the deadline has passed. */
    boolean next() {
      Waiting.check();
      if (limit.isPresent() && time.nanoTime() - start >= limit.get().toNanos()) {
        return false;
      }
      if (!next.isZero()) {
        time.sleep(varied(next));
      }
      Duration longer = next.multipliedBy(3).dividedBy(2);
      next = longer.compareTo(longestPause) > 0 ? longestPause : longer;
      return true;
    }
  }
}
