package dev.linkspan.activities.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.activities.ssh.TestKeys;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Counts the calls of the guide's setup and prints them for each action: {@code ./test calls}. See
 * docs/performance.md.
 */
class CallCountTest {
  /** Of the resources of the guide's setup, those on Alibaba Cloud. */
  private static final int ON_ALIBABA_CLOUD = 22;

  /** The guide's setup on both clouds: with the connection and the changefeed. */
  private static final int RESOURCES = 24;

  @TempDir Path folder;

  private CallCounts count(double slowness) throws Exception {
    Path key = new TestKeys(folder).keys().privateKey("any");
    SimulationRun run =
        new SimulationRun(
            "counted",
            Scenario.guide(slowness),
            Mistakes.NONE,
            key,
            time -> new SingleFaultModel("none", Fault.NONE));
    assertThat(run.go().wasReady()).isTrue();
    return run.counts();
  }

  @Test
  void aResourceCostsAtMostThreeCallsToBuildThreeToDestroyAndOneToVerify() throws Exception {
    CallCounts counts = count(1);
    assertThat(alibabaCloud(counts, "build")).isLessThanOrEqualTo(3 * ON_ALIBABA_CLOUD);
    assertThat(alibabaCloud(counts, "verify")).isLessThanOrEqualTo(ON_ALIBABA_CLOUD);
    assertThat(alibabaCloud(counts, "destroy")).isLessThanOrEqualTo(3 * ON_ALIBABA_CLOUD);

    assertThat(sum(counts.of("build"))).isLessThanOrEqualTo(3 * RESOURCES);
    assertThat(sum(counts.of("verify"))).isLessThanOrEqualTo(RESOURCES);
    assertThat(sum(counts.of("destroy"))).isLessThanOrEqualTo(3 * RESOURCES);
  }

  @Test
  void inCloudsThatAreTenTimesAsSlowTheFirstSetupOfAWorkerCostsAtMostTwiceAsMany()
      throws Exception {
    CallCounts counts = count(10);
    assertThat(alibabaCloud(counts, "build")).isLessThanOrEqualTo(6 * ON_ALIBABA_CLOUD);
    assertThat(alibabaCloud(counts, "destroy")).isLessThanOrEqualTo(6 * ON_ALIBABA_CLOUD);
    assertThat(sum(counts.of("build"))).isLessThanOrEqualTo(6 * RESOURCES);
    assertThat(sum(counts.of("destroy"))).isLessThanOrEqualTo(6 * RESOURCES);
  }

  /** Prints the calls; returns how many went to Alibaba Cloud. */
  private static int alibabaCloud(CallCounts counts, String purpose) {
    Map<String, Integer> calls = counts.of(purpose);
    int all = sum(calls);
    int tidb =
        calls.entrySet().stream()
            .filter(call -> call.getKey().startsWith("tidbcloud:"))
            .mapToInt(Map.Entry::getValue)
            .sum();
    System.out.println(
        "%-8s %3d calls to Alibaba Cloud, %d to TiDB Cloud".formatted(purpose, all - tidb, tidb));
    new TreeMap<>(calls)
        .forEach((action, count) -> System.out.println("%12d %s".formatted(count, action)));
    return all - tidb;
  }

  private static int sum(Map<String, Integer> calls) {
    return calls.values().stream().mapToInt(Integer::intValue).sum();
  }
}
