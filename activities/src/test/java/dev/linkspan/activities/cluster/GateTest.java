package dev.linkspan.activities.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.activities.execution.FakeTime;
import dev.linkspan.probe.protocol.InspectResult;
import dev.linkspan.probe.protocol.InspectResult.Health;
import dev.linkspan.workflows.steps.Failures;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GateTest {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final FakeTime time = new FakeTime();
  private final Gate gate =
      new Gate("gate before broker 2 stops", "broker 2 cannot be restarted now", 3, PATIENCE, time);

  @Test
  void opensOnceTheConditionIsMet() {
    assertThat(await(blocked(2, 1, "a-0 is under-replicated."), met()).brokers())
        .containsExactly(1, 2, 3);
  }

  @Test
  void waitsWhileTheClusterImproves() {
    Stream<InspectResult> recovering =
        Stream.iterate(100, lag -> lag - 1).limit(100).map(lag -> blocked(2, lag, "a-0 lags."));
    assertThat(
            gate.await(after(Duration.ofMinutes(9), Stream.concat(recovering, Stream.of(met()))))
                .brokers())
        .hasSize(3);
  }

  @Test
  void parksWithTheReasonsOnceNothingGotBetter() {
    InspectResult same = blocked(2, 1, "a-0 is under-replicated.");
    assertThatThrownBy(() -> await(same, same, same, same))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.getType()).isEqualTo(Failures.NEEDS_PERSON);
              assertThat(failure.getOriginalMessage())
                  .isEqualTo(
                      "broker 2 cannot be restarted now, and nothing got better for 10 min:"
                          + " a-0 is under-replicated.");
            });
  }

  @Test
  void aMissingBrokerWeighsMoreThanItsPartitions() {
    Distance missing = Distance.of(blocked(2, 0, "broker 3 is down."), 3);
    Distance lagging = Distance.of(blocked(3, 500, "a-0 lags."), 3);
    assertThat(lagging).isLessThan(missing);
  }

  private Health await(InspectResult... results) {
    return gate.await(after(Duration.ofMinutes(6), Stream.of(results)));
  }

  /** Each inspection takes this long. */
  private Supplier<InspectResult> after(Duration duration, Stream<InspectResult> results) {
    Iterator<InspectResult> next = results.iterator();
    return () -> {
      time.pass(duration);
      return next.next();
    };
  }

  private static InspectResult met() {
    return new InspectResult(true, health(3, 0), List.of());
  }

  private static InspectResult blocked(int brokers, long lag, String reason) {
    return new InspectResult(false, health(brokers, lag), List.of(reason));
  }

  private static Health health(int brokers, long lag) {
    return new Health(
        "cluster",
        Stream.iterate(1, id -> id + 1).limit(brokers).toList(),
        1,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        List.of(),
        Map.of(),
        Map.of(1, lag),
        List.of(),
        Map.of(),
        -1,
        List.of(),
        List.of(),
        List.of());
  }
}
