package dev.linkspan.activities.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The faults of a seed, from none to many. */
final class SeededFaultModel implements FaultModel {
  /** Shares of the calls that go wrong; a seed has one of them. */
  private static final double[] FAULT_RATES = {0, 0.01, 0.04, 0.12};

  /** The same call does not fail forever, so that the run ends. */
  private static final int MOST_FAULTS = 12;

  private static final Duration PERMISSION_LOST = Duration.ofSeconds(8);
  private static final int LATEST_LOSS_SECONDS = 90;
  private static final int LONGEST_LAG_MILLIS = 20_000;

  /** Texts of parked steps that this model causes. */
  private static final List<String> EXPLAINED =
      List.of("Forbidden.RAM", "is in a failed state", LateFailures.MESSAGE, "disappears again");

  private static final Fault[] FAULTS_OF_READS = {
    Fault.THROTTLED, Fault.THROTTLED, Fault.FAILED, Fault.RESET, Fault.CRASH, Fault.FORBIDDEN
  };

  private static final Fault[] FAULTS_OF_WRITES = {
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
  private final double faultRate;
  private final boolean listsLag;
  private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();

  SeededFaultModel(SeededRandom random, VirtualTime time) {
    this.random = random;
    this.time = time;
    this.faultRate = FAULT_RATES[random.pick(FAULT_RATES.length, "roughness")];
    this.listsLag = random.happens(0.5, "slow lists");
  }

  private int count(String event) {
    return counts.computeIfAbsent(event, e -> new AtomicInteger()).incrementAndGet();
  }

  @Override
  public Fault faultOf(CloudCall call) {
    int nth = count(call.toString());
    if (permissionLost()) {
      return Fault.FORBIDDEN;
    }
    String question = call + " #" + nth;
    if (nth > MOST_FAULTS || !random.happens(faultRate, question)) {
      return Fault.NONE;
    }
    Fault[] faults = call.writes() ? FAULTS_OF_WRITES : FAULTS_OF_READS;
    return faults[random.pick(faults.length, question + " kind")];
  }

  /** In some runs, every permission is missing once for a while. */
  private boolean permissionLost() {
    if (!random.happens(0.15, "permission lost")) {
      return false;
    }
    long from =
        Duration.ofSeconds(random.pick(LATEST_LOSS_SECONDS, "permission lost from")).toNanos();
    long now = time.nanoTime();
    return now >= from && now < from + PERMISSION_LOST.toNanos();
  }

  @Override
  public Duration listLag(String resource) {
    return listsLag && random.happens(0.4, "unseen " + resource)
        ? Duration.ofMillis(random.pick(LONGEST_LAG_MILLIS, "unseen for " + resource))
        : Duration.ZERO;
  }

  @Override
  public Duration latency(CloudCall call) {
    return Duration.ofMillis(5 + random.pick(call.writes() ? 400 : 60, "answer " + call));
  }

  @Override
  public boolean losesResult(String activity) {
    int nth = count("activity " + activity);
    return nth <= 3 && random.happens(faultRate / 2, "result of " + activity + " #" + nth);
  }

  @Override
  public boolean failsLate(String resource) {
    int nth = count("made " + resource);
    return nth <= 2 && random.happens(faultRate / 3, "fails late " + resource + " #" + nth);
  }

  @Override
  public boolean explains(String problem) {
    return EXPLAINED.stream().anyMatch(problem::contains);
  }
}
