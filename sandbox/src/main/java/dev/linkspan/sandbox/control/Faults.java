package dev.linkspan.sandbox.control;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The faults that wait for a matching call. */
public final class Faults {

  private static final class Planned {
    final String action;
    final Fault fault;
    int skip;
    int left;

    Planned(String action, Fault fault, int skip, int left) {
      this.action = action;
      this.fault = fault;
      this.skip = skip;
      this.left = left;
    }
  }

  private final List<Planned> planned = new ArrayList<>();

  /**
   * Adds a fault.
   *
   * @param action name of the action; {@code *} for any
   * @param nth number of the first matching call that gets the fault, from 1
   * @param times how many consecutive calls get the fault
   */
  public synchronized void add(String action, int nth, int times, Fault fault) {
    planned.add(new Planned(action, fault, nth - 1, times));
  }

  public synchronized void clear() {
    planned.clear();
  }

  /** Counts a call, and returns the fault to inject into it, if any. */
  public synchronized Optional<Fault> take(String action) {
    Optional<Fault> met = Optional.empty();
    for (Iterator<Planned> each = planned.iterator(); each.hasNext(); ) {
      Planned one = each.next();
      if (!one.action.equals("*") && !one.action.equalsIgnoreCase(action)) {
        continue;
      }
      if (one.skip > 0) {
        one.skip--;
      } else if (met.isEmpty()) {
        met = Optional.of(one.fault);
        one.left--;
        if (one.left <= 0) {
          each.remove();
        }
      }
    }
    return met;
  }
}
