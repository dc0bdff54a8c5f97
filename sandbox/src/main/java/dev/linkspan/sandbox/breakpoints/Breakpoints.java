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

/** The breakpoints that are set. Each one holds at most one call, and only once. */
public final class Breakpoints {
  /** A breakpoint that nobody releases holds its call for at most this time. */
  private static final Duration MAX_HOLD = Duration.ofMinutes(5);

  private final Map<String, Armed> armed = new LinkedHashMap<>();

  /** The state of a breakpoint. */
  public enum State {
    ARMED,
    /** A call is held. */
    HELD,
    /** The call was released, or the breakpoint was released before a call reached it. */
    RELEASED
  }

  /**
   * The state of a breakpoint at one time.
   *
   * @param times when matching calls arrived, from arming the breakpoint until it held a call
   */
  public record Snapshot(Breakpoint breakpoint, State state, List<Instant> times) {}

  /** Arms a breakpoint. An earlier breakpoint of the same name is released and removed. */
  public synchronized void arm(Breakpoint breakpoint) {
    release(breakpoint.name(), true);
    armed.put(breakpoint.name(), new Armed(breakpoint));
  }

  public synchronized List<Snapshot> all() {
    return armed.values().stream()
        .map(a -> new Snapshot(a.breakpoint, a.state, List.copyOf(a.seen)))
        .toList();
  }

  /**
   * Releases the call that a breakpoint holds. A breakpoint that no call has reached is disarmed.
   *
   * @param proceed whether the call takes effect, or its response is sent; otherwise the connection
   *     is closed
   * @return false if there is no such breakpoint
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

  /** Releases all calls and removes all breakpoints. */
  public synchronized void clear() {
    armed.values().forEach(each -> each.state = State.RELEASED);
    armed.clear();
    notifyAll();
  }

  /**
   * Counts an arriving call, and returns the gate that holds it if a breakpoint matches.
   *
   * @param isAbout whether the call concerns a resource with the given text; evaluated only for
   *     breakpoints of the same action
   */
  public synchronized CallGate gateFor(String action, Predicate<String> isAbout) {
    List<Armed> reached = new ArrayList<>();
    for (Armed each : armed.values()) {
      if (each.matches(action) && isAbout.test(each.breakpoint.about())) {
        each.seen.add(Instant.now());
        if (each.seen.size() == each.breakpoint.nth()) {
          reached.add(each);
        }
      }
    }
    return reached.isEmpty() ? CallGate.OPEN : new Held(List.copyOf(reached));
  }

  /** Holds a call until every breakpoint that it reached is released. */
  private synchronized boolean hold(List<Armed> breakpoints) {
    breakpoints.stream()
        .filter(breakpoint -> breakpoint.state == State.ARMED)
        .forEach(breakpoint -> breakpoint.state = State.HELD);
    long end = System.nanoTime() + MAX_HOLD.toNanos();
    try {
      for (long left = MAX_HOLD.toNanos();
          left > 0 && breakpoints.stream().anyMatch(breakpoint -> breakpoint.state == State.HELD);
          left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    breakpoints.forEach(breakpoint -> breakpoint.state = State.RELEASED);
    return breakpoints.stream().allMatch(breakpoint -> breakpoint.proceed);
  }

  private static final class Armed {
    final Breakpoint breakpoint;
    State state = State.ARMED;
    final List<Instant> seen = new ArrayList<>();
    boolean proceed = true;

    Armed(Breakpoint breakpoint) {
      this.breakpoint = breakpoint;
    }

    boolean matches(String action) {
      return state == State.ARMED
          && (breakpoint.action().equals("*") || breakpoint.action().equals(action));
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
      return hold(breakpoints.stream().filter(each -> each.breakpoint.side() == side).toList());
    }
  }
}
