package dev.linkspan.activities.alibabacloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.activities.execution.FakeTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CallRateTest {
  private final FakeTime time = new FakeTime();
  private final CallRate rate = new CallRate(time);

  private Duration pauseOf(Runnable call) {
    long start = time.nanoTime();
    call.run();
    return Duration.ofNanos(time.nanoTime() - start);
  }

  @Test
  void withoutThrottlingNoCallWaits() {
    for (int i = 0; i < 10; i++) {
      rate.waitForNext();
      rate.succeeded();
    }
    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void c50_aThrottledCallSlowsEveryCallerOfTheAccountAndNotOnlyItself() {
    rate.throttled(Duration.ofSeconds(5));
    assertThat(pauseOf(rate::waitForNext)).isEqualTo(Duration.ofSeconds(5));
    assertThat(pauseOf(rate::waitForNext)).isEqualTo(Duration.ofMillis(100));
    rate.throttled(Duration.ZERO);
    rate.waitForNext();
    assertThat(pauseOf(rate::waitForNext)).isEqualTo(Duration.ofMillis(200));
  }

  @Test
  void successesMakeTheRateUnlimitedAgain() {
    rate.throttled(Duration.ofSeconds(1));
    for (int i = 0; i < 30; i++) {
      rate.waitForNext();
      rate.succeeded();
    }
    assertThat(pauseOf(rate::waitForNext)).isZero();
  }
}
