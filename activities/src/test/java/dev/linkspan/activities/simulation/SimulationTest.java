package dev.linkspan.activities.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.activities.ssh.TestKeys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Seeds, each a whole life of a setup in bad faults. What goes wrong with a call follows from the
 * seed, the call and how often it was made before, and not from the order of threads: a seed that
 * fails fails again, for practical purposes. The order of threads itself is not replayed.
 */
class SimulationTest {
  private static final int FIXED = 50;
  private static final int FRESH = 25;
  private static final String AGAIN =
      "\n  once more: mvn verify -pl activities -am -Dtest=SimulationTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dsimulation.seeds=1 -Dsimulation.first=";

  @TempDir Path folder;

  /** Which seeds: as asked for, or some that are always the same and some that never were. */
  private static List<Long> seeds() {
    Long first = Long.getLong("simulation.first");
    Integer asked = Integer.getInteger("simulation.seeds");
    if (first != null || asked != null) {
      return range(first == null ? 1 : first, asked == null ? FIXED : asked);
    }
    List<Long> seeds = new ArrayList<>(range(1, FIXED));
    seeds.addAll(range(ThreadLocalRandom.current().nextLong(1_000_000, 1_000_000_000), FRESH));
    return seeds;
  }

  private static List<Long> range(long first, int count) {
    return LongStream.range(first, first + count).boxed().toList();
  }

  @Test
  void everySeedEndsWithExactlyWhatWasPlannedAndThenWithNothing() throws Exception {
    Path key = new TestKeys(folder).keys().privateKey("any");
    List<Long> seeds = seeds();
    System.out.println(
        "simulation: %d seeds from %d on, the last is %d"
            .formatted(seeds.size(), seeds.get(0), seeds.get(seeds.size() - 1)));
    AtomicInteger ready = new AtomicInteger();
    Map<Long, Throwable> failed =
        ParallelRuns.failures(
            seeds,
            seed -> {
              if (SimulationRun.of(seed, key).go().wasReady()) {
                ready.incrementAndGet();
              }
            });
    System.out.println(
        "simulation: %d seeds lived through, %d of them ready before they were destroyed, %d failed"
            .formatted(seeds.size(), ready.get(), failed.size()));
    failed.forEach(
        (seed, why) -> System.out.println("simulation: FAILED " + firstLine(why) + AGAIN + seed));
    if (!failed.isEmpty()) {
      throw new AssertionError(failed.keySet() + " failed", failed.values().iterator().next());
    }
    assertThat(ready).as("not all are destroyed before they are ready").hasPositiveValue();
  }

  private static String firstLine(Throwable why) {
    return String.valueOf(why.getMessage()).lines().findFirst().orElse("");
  }
}
