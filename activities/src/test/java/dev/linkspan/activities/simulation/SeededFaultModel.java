package dev.linkspan.activities.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The faults of a seed: from calm to rough. */
final class SeededFaultModel implements FaultModel {
  /** The part of the calls that something goes wrong with. */
  private static final double[] ROUGHNESS = {0, 0.01, 0.04, 0.12};

  /** The same call does not fail for ever, and the run comes to an end. */
  private static final int MOST_FAULTS = 12;

  private static final Duration PERMISSION_LOST = Duration.ofSeconds(8);
  private static final int LONGEST_UNSEEN_MILLIS = 20_000;

  /** The texts of parked steps that this faults accounts for. */
  private static final List<String> EXPLAINED =
      List.of("Forbidden.RAM", "is in a failed state", "made to fail", "disappears again");

  private static final Fault[] READING = {
    Fault.THROTTLED, Fault.THROTTLED, Fault.FAILED, Fault.RESET, Fault.CRASH, Fault.FORBIDDEN
  };

  private static final Fault[] WRITING = {
    Fault.THROTTLED,
    Fault.FAILED,
    Fault.FAILED_AFTER,
    Fault.RESET,
    Fault.REPLY_LOST,
    Fault.REPLY_LOST,
    Fault.CONFLICT,
    Fault.CRASH,
    Fault.CRASH_AFTER,
    Fault.FORBIDDEN
  };

  private final SeededRandom random;
  private final VirtualTime time;
  private final double roughness;
  private final boolean slowLists;
  private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();

  SeededFaultModel(SeededRandom random, VirtualTime time) {
    this.random = random;
    this.time = time;
    this.roughness = ROUGHNESS[random.pick(ROUGHNESS.length, "roughness")];
    this.slowLists = random.happens(0.5, "slow lists");
  }

  private int count(String what) {
    return counts.computeIfAbsent(what, w -> new AtomicInteger()).incrementAndGet();
  }

  @Override
  public Fault meets(CloudCall call) {
    int nth = count(call.toString());
    if (permissionLost()) {
      return Fault.FORBIDDEN;
    }
    String question = call + " #" + nth;
    if (nth > MOST_FAULTS || !random.happens(roughness, question)) {
      return Fault.NONE;
    }
    Fault[] kinds = call.writes() ? WRITING : READING;
    return kinds[random.pick(kinds.length, question + " kind")];
  }

  /** Once in some runs, everything for a while. */
  private boolean permissionLost() {
    if (!random.happens(0.15, "permission lost")) {
      return false;
    }
    long from = Duration.ofSeconds(random.pick(90, "permission lost from")).toNanos();
    long now = time.nanoTime();
    return now >= from && now < from + PERMISSION_LOST.toNanos();
  }

  @Override
  public Duration unseen(String resource) {
    return slowLists && random.happens(0.4, "unseen " + resource)
        ? Duration.ofMillis(random.pick(LONGEST_UNSEEN_MILLIS, "unseen for " + resource))
        : Duration.ZERO;
  }

  @Override
  public Duration answer(CloudCall call) {
    return Duration.ofMillis(5 + random.pick(call.writes() ? 400 : 60, "answer " + call));
  }

  @Override
  public boolean resultLost(String activity) {
    int nth = count("activity " + activity);
    return nth <= 3 && random.happens(roughness / 2, "result of " + activity + " #" + nth);
  }

  @Override
  public boolean failsLate(String resource) {
    int nth = count("made " + resource);
    return nth <= 2 && random.happens(roughness / 3, "fails late " + resource + " #" + nth);
  }

  @Override
  public boolean explains(String problem) {
    return EXPLAINED.stream().anyMatch(problem::contains);
  }
}
