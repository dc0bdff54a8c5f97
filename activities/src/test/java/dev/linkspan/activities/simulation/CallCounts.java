package dev.linkspan.activities.simulation;

import java.util.Map;
import java.util.TreeMap;

/** Counts the requests of a run by what they are for, and by action. */
final class CallCounts {

  /** Work that calls an activity by reflection. */
  @FunctionalInterface
  interface Work {
    Object run() throws ReflectiveOperationException;
  }

  private final Map<String, Map<String, Integer>> counts = new TreeMap<>();
  private final ThreadLocal<String> verification = new ThreadLocal<>();
  private String purpose = "build";

  /** From now on, requests are for this. */
  synchronized void begin(String next) {
    purpose = next;
  }

  /** The requests that this thread sends while this runs are for this. */
  Object during(String part, Work work) throws ReflectiveOperationException {
    verification.set(part);
    try {
      return work.run();
    } finally {
      verification.remove();
    }
  }

  /** Counts a request of this thread. */
  synchronized void add(CloudCall call) {
    String part = verification.get() == null ? purpose : verification.get();
    counts.computeIfAbsent(part, p -> new TreeMap<>()).merge(call.permission(), 1, Integer::sum);
  }

  /** How often each action was requested for this, e.g. {@code vpc:CreateVpc}. */
  synchronized Map<String, Integer> of(String part) {
    return Map.copyOf(counts.getOrDefault(part, Map.of()));
  }
}
