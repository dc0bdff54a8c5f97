package dev.linkspan.sandbox.breakpoints;

import dev.linkspan.sandbox.breakpoints.Breakpoint.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Points that wait for their call; each holds one call, once. */
public final class Breakpoints {
  /** How long a forgotten point holds its call. */
  private static final Duration MAX_HOLD = Duration.ofMinutes(5);

  private final Map<String, Armed> armed = new LinkedHashMap<>();

  /** How far a point has come. */
  public enum State {
    ARMED,
    /** A call stands there. */
    HELD,
    /** Its call was let go. */
    RELEASED
  }

  /**
   * @param times when the calls of its kind came, since it was armed and until one was held
   */
  public record Snapshot(Breakpoint point, State state, List<Instant> times) {}

  /** Waits for the point's call from now on; a point of the same name is let go and forgotten. */
  public synchronized void arm(Breakpoint point) {
    release(point.name(), true);
    armed.put(point.name(), new Armed(point));
  }

  public synchronized List<Snapshot> all() {
    return armed.values().stream()
        .map(a -> new Snapshot(a.point, a.state, List.copyOf(a.seen)))
        .toList();
  }

  /**
   * Lets the point's call go; one that was not reached is not waited for any more.
   *
   * @param goOn whether the call takes effect, or its answer goes out; else the connection is
   *     closed
   * @return false where there is no such point
   */
  public synchronized boolean release(String name, boolean proceed) {
    Armed found = armed.get(name);
    if (found != null) {
      found.proceed = proceed;
      found.state = State.RELEASED;
      notifyAll();
    }
    return found != null;
  }

  /** Lets everything go, and forgets all points. */
  public synchronized void clear() {
    armed.values().forEach(each -> each.state = State.RELEASED);
    armed.clear();
    notifyAll();
  }

  /**
   * A call that comes.
   *
   * @param isAbout whether it is about what a point names; asked for points of its action only
   */
  public synchronized CallGate gateFor(String action, Predicate<String> isAbout) {
    List<Armed> reached = new ArrayList<>();
    for (Armed each : armed.values()) {
      if (each.matches(action) && isAbout.test(each.point.about())) {
        each.seen.add(Instant.now());
        if (each.seen.size() == each.point.nth()) {
          reached.add(each);
        }
      }
    }
    return reached.isEmpty() ? CallGate.OPEN : new Held(List.copyOf(reached));
  }

  /** Several points can have waited for the same call: it stands until each of them lets it go. */
  private synchronized boolean hold(List<Armed> breakpoints) {
    breakpoints.stream()
        .filter(point -> point.state == State.ARMED)
        .forEach(point -> point.state = State.HELD);
    long end = System.nanoTime() + MAX_HOLD.toNanos();
    try {
      for (long left = MAX_HOLD.toNanos();
          left > 0 && breakpoints.stream().anyMatch(point -> point.state == State.HELD);
          left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    breakpoints.forEach(point -> point.state = State.RELEASED);
    return breakpoints.stream().allMatch(point -> point.proceed);
  }

  private static final class Armed {
    final Breakpoint point;
    State state = State.ARMED;
    final List<Instant> seen = new ArrayList<>();
    boolean proceed = true;

    Armed(Breakpoint point) {
      this.point = point;
    }

    boolean matches(String action) {
      return state == State.ARMED && (point.action().equals("*") || point.action().equals(action));
    }
  }

  private final class Held implements CallGate {
    private final List<Armed> breakpoints;

    Held(List<Armed> breakpoints) {
      this.breakpoints = breakpoints;
    }

    @Override
    public boolean mayTakeEffect() {
      return may(Side.BEFORE);
    }

    @Override
    public boolean mayAnswer() {
      return may(Side.AFTER);
    }

    private boolean may(Side side) {
      return hold(breakpoints.stream().filter(each -> each.point.side() == side).toList());
    }
  }
}
