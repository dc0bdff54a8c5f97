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
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs seeds, each a whole setup with faults. The fault of a call depends on the seed, the call and
 * how often it was made before, and not on the order of threads: a seed that fails usually fails
 * again. The order of threads is not replayed.
 */
@Order(1)
class SimulationTest {
  private static final int FIXED_SEEDS = 50;
  private static final int NEW_SEEDS = 25;
  private static final String RUN_AGAIN =
      "\n  run again: mvn verify -pl activities -am -Dtest=SimulationTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dsimulation.seeds=1 -Dsimulation.first=";

  @TempDir Path folder;

  /** The requested seeds, or some fixed and some new ones. */
  private static List<Long> seeds() {
    Long first = Long.getLong("simulation.first");
    Integer requested = Integer.getInteger("simulation.seeds");
    if (first != null || requested != null) {
      return range(first == null ? 1 : first, requested == null ? FIXED_SEEDS : requested);
    }
    List<Long> seeds = new ArrayList<>(range(1, FIXED_SEEDS));
    seeds.addAll(range(ThreadLocalRandom.current().nextLong(1_000_000, 1_000_000_000), NEW_SEEDS));
    return seeds;
  }

  private static List<Long> range(long first, int count) {
    return LongStream.range(first, first + count).boxed().toList();
  }

  @Test
  void everySeedHasExactlyThePlannedResourcesWhenReadyAndNoneInTheEnd() throws Exception {
    Path key = new TestKeys(folder).keys().privateKey("any");
    List<Long> seeds = seeds();
    System.out.println(
        "simulation: %d seeds, from %d to %d"
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
        "simulation: %d seeds run, %d of them ready before they were destroyed, %d failed"
            .formatted(seeds.size(), ready.get(), failed.size()));
    failed.forEach(
        (seed, why) ->
            System.out.println("simulation: FAILED " + firstLine(why) + RUN_AGAIN + seed));
    if (!failed.isEmpty()) {
      throw new AssertionError(failed.keySet() + " failed", failed.values().iterator().next());
    }
    assertThat(ready).as("seeds that were ready before they were destroyed").hasPositiveValue();
  }

  private static String firstLine(Throwable why) {
    return String.valueOf(why.getMessage()).lines().findFirst().orElse("");
  }
}
