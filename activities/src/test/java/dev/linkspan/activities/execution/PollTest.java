package dev.linkspan.activities.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PollTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final FakeTime time = new FakeTime();
  private final AtomicInteger checks = new AtomicInteger();

  @Test
  void doesNotWaitIfTheConditionAlreadyHolds() {
    assertThat(Poll.every(SECOND).by(time).until(() -> checks.incrementAndGet() == 1)).isTrue();
    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void pausesBetweenTwoChecks() {
    assertThat(Poll.every(SECOND).by(time).until(() -> checks.incrementAndGet() == 3)).isTrue();
    assertThat(time.sleeps()).containsExactly(SECOND, SECOND);
  }

  @Test
  void givesUpAfterTheDeadlineAndOneLastCheck() {
    Poll poll = Poll.every(SECOND).atMost(Duration.ofMillis(2500)).by(time);
    assertThat(poll.until(() -> checks.incrementAndGet() == 100)).isFalse();
    assertThat(checks.get()).isEqualTo(4);
    assertThat(time.sleeps()).containsExactly(SECOND, SECOND, SECOND);
  }

  @Test
  void checksOnceEvenWithoutTime() {
    Poll poll = Poll.every(SECOND).atMost(Duration.ZERO).by(time);
    assertThat(poll.until(() -> checks.incrementAndGet() == 2)).isFalse();
    assertThat(checks.get()).isEqualTo(1);
    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void countsTheTimeThatChecksTake() {
    Poll poll = Poll.every(SECOND).atMost(Duration.ofSeconds(5)).by(time);
    boolean held =
        poll.until(
            () -> {
              time.pass(Duration.ofSeconds(4));
              return checks.incrementAndGet() == 3;
            });
    assertThat(held).isFalse();
    assertThat(checks.get()).isEqualTo(2);
  }

  @Test
  void neverSleepsBetweenChecksThatWaitByThemselves() {
    Poll poll = Poll.continuously().atMost(Duration.ofSeconds(5)).by(time);
    int last =
        poll.until(
            () -> {
              time.pass(SECOND);
              return checks.incrementAndGet();
            },
            count -> count == 100);
    assertThat(last).isEqualTo(5);
    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void pausesLongerAndLongerUpToTheLongest() {
    Poll poll = Poll.every(Duration.ofMillis(300)).slowingTo(SECOND).by(time);
    assertThat(poll.until(() -> checks.incrementAndGet() == 6)).isTrue();
    assertThat(time.sleeps())
        .extracting(Duration::toMillis)
        .containsExactly(300L, 450L, 675L, 1000L, 1000L);
  }

  @Test
  void returnsTheLastValueReadWhenTheDeadlinePasses() {
    Poll poll = Poll.every(SECOND).atMost(Duration.ofSeconds(3)).by(time);
    assertThat(poll.until(checks::incrementAndGet, count -> count > 100)).isEqualTo(4);
  }

  @Test
  void returnsAValueThatAppears() {
    Poll poll = Poll.every(SECOND).by(time);
    Optional<String> found =
        poll.untilPresent(
            () -> checks.incrementAndGet() < 3 ? Optional.empty() : Optional.of("it"));
    assertThat(found).contains("it");
  }

  @Test
  void triesAgainWhileTheFailureIsRetryable() {
    String answer = Poll.every(SECOND).by(time).untilNoFailure(this::thirdTime, this::retryable);
    assertThat(answer).isEqualTo("answer");
    assertThat(time.sleeps()).hasSize(2);
  }

  @Test
  void throwsANonRetryableFailureAtOnce() {
    Poll poll = Poll.every(SECOND).by(time);
    assertThatThrownBy(() -> poll.untilNoFailure(this::thirdTime, e -> false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("try 1");
    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void throwsTheLastFailureWhenTheDeadlinePasses() {
    Poll poll = Poll.every(SECOND).atMost(SECOND).by(time);
    assertThatThrownBy(() -> poll.untilNoFailure(this::thirdTime, this::retryable))
        .hasMessage("try 2");
  }

  private String thirdTime() {
    if (checks.incrementAndGet() < 3) {
      throw new IllegalStateException("try " + checks.get());
    }
    return "answer";
  }

  private boolean retryable(RuntimeException e) {
    return e instanceof IllegalStateException;
  }
}
