package dev.linkspan.activities.simulation;

import dev.linkspan.sandbox.control.CallLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts the requests in the sandbox's record by what they are for, and by action. */
final class CallCounts {
  private static final int ALL = 100_000;

  /** Work that calls an activity by reflection. */
  @FunctionalInterface
  interface Work {
    Object run() throws ReflectiveOperationException;
  }

  private record Part(String purpose, int from) {}

  private final CallLog calls;
  private final List<Part> parts = new ArrayList<>(List.of(new Part("build", 0)));

  CallCounts(CallLog calls) {
    this.calls = calls;
  }

  /** From now on, requests are for this. */
  synchronized void begin(String purpose) {
    parts.add(new Part(purpose, all().size()));
  }

  /** The requests that are sent while this runs are for this. */
  Object during(String purpose, Work work) throws ReflectiveOperationException {
    String before;
    synchronized (this) {
      before = parts.get(parts.size() - 1).purpose();
    }
    begin(purpose);
    try {
      return work.run();
    } finally {
      begin(before);
    }
  }

  private List<Map<String, Object>> all() {
    return calls.latest("", ALL);
  }

  /** How often each action was requested for this, e.g. {@code vpc:CreateVpc}. */
  synchronized Map<String, Integer> of(String purpose) {
    List<Map<String, Object>> all = all();
    Map<String, Integer> counts = new TreeMap<>();
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).purpose().equals(purpose)) {
        int to = i + 1 < parts.size() ? parts.get(i + 1).from() : all.size();
        all.subList(parts.get(i).from(), to)
            .forEach(
                call ->
                    counts.merge(
                        String.valueOf(call.get("product")).toLowerCase(Locale.ROOT)
                            + ":"
                            + call.get("action"),
                        1,
                        Integer::sum));
      }
    }
    return counts;
  }
}
