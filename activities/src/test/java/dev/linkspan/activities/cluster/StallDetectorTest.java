package dev.linkspan.activities.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.activities.execution.FakeTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StallDetectorTest {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final FakeTime time = new FakeTime();
  private final StallDetector detector = new StallDetector(PATIENCE, time);

  @Test
  void aClusterThatImprovesMayTakeHours() {
    for (int problems = 60; problems > 0; problems--) {
      time.pass(Duration.ofMinutes(9));
      assertThat(detector.stalled(new Distance(problems, 0))).isFalse();
    }
  }

  @Test
  void stallsOnceNothingGotBetterForLongerThanThePatience() {
    assertThat(detector.stalled(new Distance(5, 0))).isFalse();
    time.pass(PATIENCE);
    assertThat(detector.stalled(new Distance(5, 0))).isFalse();
    time.pass(Duration.ofSeconds(1));
    assertThat(detector.stalled(new Distance(5, 0))).isTrue();
  }

  @Test
  void replicasThatCatchUpAreAnImprovement() {
    assertThat(detector.stalled(new Distance(5, 1000))).isFalse();
    time.pass(Duration.ofMinutes(11));
    assertThat(detector.stalled(new Distance(5, 999))).isFalse();
  }

  @Test
  void aSmallerLagDoesNotMakeUpForMoreProblems() {
    assertThat(detector.stalled(new Distance(5, 1000))).isFalse();
    time.pass(Duration.ofMinutes(11));
    assertThat(detector.stalled(new Distance(6, 0))).isTrue();
  }

  @Test
  void goingBackAndForthIsNoImprovement() {
    assertThat(detector.stalled(new Distance(5, 0))).isFalse();
    time.pass(Duration.ofMinutes(6));
    assertThat(detector.stalled(new Distance(7, 0))).isFalse();
    time.pass(Duration.ofMinutes(6));
    assertThat(detector.stalled(new Distance(5, 0))).isTrue();
  }
}
