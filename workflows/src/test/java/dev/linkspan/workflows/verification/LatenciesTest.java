package dev.linkspan.workflows.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  private static final String HOP = "messages to the partition led by broker 1 through 10.0.0.1";

  private Latencies latencies = Latencies.NONE;
  private Check last;

  /** One more verification with this latency. */
  private Check measure(long millis) {
    return measure(
        Check.passed(
            Optional.of(1), HOP, "4 sent, acknowledged in " + millis + " ms, 4 read back"));
  }

  private Check measure(Check check) {
    Report report = new Report(Instant.EPOCH, "schedule", List.of(check));
    latencies = latencies.after(report);
    last = latencies.judge(report).checks().get(0);
    return last;
  }

  private void measureOften(int times, long millis) {
    IntStream.range(0, times).forEach(i -> assertThat(measure(millis).passed()).isTrue());
  }

  @Test
  void theEvidenceSaysWhatIsUsualOnceItIsKnown() {
    measureOften(7, 12);
    assertThat(last.evidence()).isEqualTo("4 sent, acknowledged in 12 ms, 4 read back");

    assertThat(measure(15).evidence())
        .isEqualTo(
            "4 sent, acknowledged in 15 ms, 4 read back; 12 ms at the median of the 5 verifications"
                + " before the last 3");
  }

  @Test
  void aLatencyThatMultipliesThreeTimesInARowIsDrift() {
    measureOften(10, 120);
    measureOften(2, 700);

    Check check = measure(800);

    assertThat(check.failed()).isTrue();
    assertThat(check.breaks()).isFalse();
    assertThat(check.key()).isEqualTo(HOP + " (broker 1)");
    assertThat(check.evidence())
        .contains("120 ms at the median")
        .endsWith("; the last 3 took 800 ms, 700 ms, 700 ms");
    assertThat(check.expected()).isEqualTo("an acknowledgement within 600 ms");
    assertThat(check.remedy()).contains("disk").endsWith(".");
    assertThat(measure(130).passed()).isTrue();
  }

  @Test
  void aBusyMomentIsNoDrift() {
    measureOften(10, 12);
    measureOften(2, 9_000);
    measureOften(1, 12);
    measureOften(2, 9_000);
    assertThat(measure(400).passed()).isTrue();
  }

  @Test
  void whatStaysBelowTheFloorIsNoDriftHoweverOftenItMultiplies() {
    measureOften(10, 2);
    measureOften(10, 499);
  }

  @Test
  void aMachineThatIsBusyFromTimeToTimeRaisesNoAlarm() {
    Random random = new Random(7);
    for (int i = 0; i < 1_000; i++) {
      boolean busy = random.nextInt(5) == 0 && i % 3 != 0;
      assertThat(measure(busy ? 2_000 + random.nextInt(3_000) : 5 + random.nextInt(60)).passed())
          .as("verification %d", i)
          .isTrue();
    }
  }

  @Test
  void withTooFewVerificationsBeforeNothingIsSaid() {
    measureOften(4, 10);
    measureOften(3, 60_000);
  }

  @Test
  void aFailedPathKeepsWhatIsUsualAndItsOwnEvidence() {
    measureOften(10, 10);
    Check failed = Check.failed(Optional.of(1), HOP, "timed out");

    assertThat(measure(failed)).isEqualTo(failed);

    assertThat(measure(12).evidence()).contains("10 ms at the median");
  }

  @Test
  void onlyTheLastVerificationsAreRemembered() {
    measureOften(100, 10);
    assertThat(latencies.recent().values())
        .singleElement()
        .isEqualTo(
            IntStream.range(0, Latencies.MOST).mapToObj(i -> Duration.ofMillis(10)).toList());
  }

  @Test
  void aPathThatIsGoneIsForgotten() {
    measureOften(3, 10);
    latencies = latencies.after(new Report(Instant.EPOCH, "schedule", List.of()));
    assertThat(latencies).isEqualTo(Latencies.NONE);
  }
}
