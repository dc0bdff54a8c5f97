package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.linkspan.systemtests.CrashMatrix.Row;
import dev.linkspan.systemtests.CrashPoint.Stage;
import dev.linkspan.systemtests.CrashPoint.Victim;
import dev.linkspan.systemtests.CrashPoints.Recording;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.failure.v1.TimeoutFailureInfo;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.ActivityTaskStartedEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CrashMatrixTableTest {
  private static final Recording RUN =
      new Recording(
          Stage.BUILD,
          List.of("DescribeVpcs", "CreateVpc", "CreateVSwitch", "CreateVSwitch"),
          4,
          2);

  private static Row row(String point, List<String> twice, long millis) {
    return new Row(
        CrashPoint.parse(point),
        "crash001",
        true,
        Optional.empty(),
        twice,
        List.of(),
        Optional.empty(),
        Optional.of(Duration.ofMillis(millis)));
  }

  @Test
  void everyMutatingCallHasAllMomentsAndItsTextIsReadBack() {
    List<CrashPoint> points = CrashPoints.of(RUN);
    assertThat(points).hasSize(3 * 4 + 2 * 3 + 4).doesNotHaveDuplicates();
    assertThat(points.get(8)).hasToString("build CreateVSwitch 2 before worker");
    assertThat(points).allMatch(point -> CrashPoint.parse(point.toString()).equals(point));
  }

  @Test
  void aSampleIsEvenAndHasSomePointsOfTheServer() {
    List<CrashPoint> sample = CrashPoints.sample(CrashPoints.of(RUN), 12);
    assertThat(sample).hasSize(12).filteredOn(p -> p.victim() == Victim.TEMPORAL).hasSize(1);
    assertThat(CrashPoints.sample(CrashPoints.of(RUN), 500)).hasSize(22);
  }

  @Test
  void whatWasMadeTwiceOrCameBackLateIsNamedAndFails() {
    CrashMatrix matrix = new CrashMatrix();
    matrix.add(row("build CreateVpc 1 after worker", List.of(), 3_000));
    assertThat(matrix.passed()).isTrue();
    matrix.add(row("build ssh 7 late worker", List.of(), 12_000));
    assertThat(matrix.passed()).isFalse();
    matrix.add(row("build CreateVSwitch 2 late worker", List.of("vswitch a x2"), 3_000));
    assertThat(matrix.bad()).hasSize(1);
    assertThat(matrix.table())
        .contains("BAD build CreateVSwitch 2 late worker (setup crash001): Twice: [vswitch a x2].")
        .contains("SLOW build ssh 7 late worker (setup crash001): 12.0 s");
  }

  @Test
  void theStepThatDiedCountsFromWhereTheNewProcessWasReady() {
    Instant killed = Instant.ofEpochSecond(100);
    Crash crash = new Crash(Victim.WORKER, killed, killed.plusSeconds(2), killed.plusSeconds(9));
    List<HistoryEvent> events =
        List.of(
            scheduled(5, 90),
            started(6, 5, 111, true),
            scheduled(7, 101),
            started(8, 7, 130, true));
    assertThat(crash.resumedIn(events)).contains(Duration.ofSeconds(2));
    assertThat(crash.resumedIn(List.of(scheduled(5, 90), started(6, 5, 111, false)))).isEmpty();
  }

  private static HistoryEvent scheduled(long id, long second) {
    return event(id, second)
        .setActivityTaskScheduledEventAttributes(
            ActivityTaskScheduledEventAttributes.getDefaultInstance())
        .build();
  }

  private static HistoryEvent started(long id, long scheduled, long second, boolean died) {
    ActivityTaskStartedEventAttributes.Builder begun =
        ActivityTaskStartedEventAttributes.newBuilder().setScheduledEventId(scheduled);
    if (died) {
      begun.setLastFailure(
          Failure.newBuilder()
              .setTimeoutFailureInfo(
                  TimeoutFailureInfo.newBuilder()
                      .setTimeoutType(TimeoutType.TIMEOUT_TYPE_HEARTBEAT)));
    }
    return event(id, second).setActivityTaskStartedEventAttributes(begun).build();
  }

  private static HistoryEvent.Builder event(long id, long second) {
    return HistoryEvent.newBuilder()
        .setEventId(id)
        .setEventTime(Timestamp.newBuilder().setSeconds(second));
  }
}
