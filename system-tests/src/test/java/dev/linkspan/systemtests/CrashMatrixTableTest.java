package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.linkspan.systemtests.CrashMatrix.Row;
import dev.linkspan.systemtests.CrashPoint.Mistake;
import dev.linkspan.systemtests.CrashPoint.Stage;
import dev.linkspan.systemtests.CrashPoint.Victim;
import dev.linkspan.systemtests.CrashPoints.Recording;
import dev.linkspan.systemtests.CrashPoints.Timed;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.failure.v1.TimeoutFailureInfo;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.ActivityTaskStartedEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowTaskStartedEventAttributes;
import io.temporal.api.history.v1.WorkflowTaskTimedOutEventAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CrashMatrixTableTest {
  private static final Recording RUN =
      new Recording(
          Stage.BUILD,
          List.of(
              call(1, "DescribeVpcs"),
              call(2, "CreateVpc"),
              call(3, "CreateVSwitch"),
              call(6, "CreateVSwitch")),
          List.of(at(2), at(3), at(4), at(5), at(6)),
          List.of(at(4), at(5)));

  private static Instant at(long second) {
    return Instant.ofEpochSecond(second);
  }

  private static Timed call(long second, String action) {
    return new Timed(at(second), action);
  }

  private static Row row(String point, List<String> twice, long millis) {
    return row(point, twice, Optional.empty(), millis);
  }

  private static Row row(String point, List<String> twice, Optional<Long> lost, long millis) {
    return new Row(
        CrashPoint.parse(point),
        "crash001",
        true,
        Optional.empty(),
        twice,
        List.of(),
        lost,
        Optional.empty(),
        Optional.of(Duration.ofMillis(millis)),
        Optional.of(Duration.ofMillis(millis)));
  }

  @Test
  void pointsCoverEveryMomentOfMutatingCallsInOrderAndParseFromTheirText() {
    List<CrashPoint> points = CrashPoints.of(RUN);
    assertThat(points).hasSize(3 * 4 + 2 * 3 + 5).doesNotHaveDuplicates();
    assertThat(points.get(10)).hasToString("build ssh 1 before worker");
    assertThat(points.get(18)).hasToString("build CreateVSwitch 2 before worker");
    assertThat(points).allMatch(point -> CrashPoint.parse(point.toString()).equals(point));
  }

  @Test
  void aSampleIncludesOtherVictims() {
    List<CrashPoint> sample = CrashPoints.sample(CrashPoints.of(RUN), 12);
    assertThat(sample).hasSize(12);
    assertThat(sample).filteredOn(p -> p.victim() == Victim.TEMPORAL).hasSize(1);
    assertThat(sample).filteredOn(p -> p.victim() == Victim.BOTH).hasSize(1);
    assertThat(CrashPoints.sample(CrashPoints.of(RUN), 500)).hasSize(23);
  }

  @Test
  void aSampleIncludesEveryMistakeWithTheSameTextEachTime() {
    List<CrashPoint> sample = CrashPoints.sample(CrashPoints.of(RUN), 23);
    assertThat(sample.stream().flatMap(point -> point.mistake().stream()))
        .containsExactly(Mistake.SIGNALS, Mistake.RETRIES, Mistake.RESET, Mistake.TERMINATION);
    assertThat(sample).allMatch(point -> CrashPoint.parse(point.toString()).equals(point));
    assertThat(sample.get(2)).hasToString("build CreateVpc 1 after worker+signals");
  }

  @Test
  void mistakesHaveTheirOwnLines() {
    CrashMatrix matrix = new CrashMatrix();
    matrix.add(row("build ssh 1 after worker+reset", List.of(), 3_000));
    assertThat(matrix.table())
        .containsPattern("worker +\\+ reset +1 +1 ")
        .doesNotContain("command by SSH");
  }

  @Test
  void onlyATerminationOrAnAbortMayAskForARetry() {
    String terminated = "the workflow private-link-x-exposure was terminated.";
    assertThat(CrashMistakes.follows(Mistake.TERMINATION, terminated)).isTrue();
    assertThat(CrashMistakes.follows(Mistake.RESET, terminated)).isFalse();
    assertThat(CrashMistakes.follows(Mistake.SIGNALS, "aborted by someone")).isTrue();
    assertThat(CrashMistakes.follows(Mistake.TERMINATION, "no permission")).isFalse();
  }

  @Test
  void fewPointsAreNeighborsAndIncludeEachOtherVictim() {
    List<CrashPoint> all = new ArrayList<>(CrashPoints.of(RUN));
    CrashPoints.of(new Recording(Stage.DESTROY, RUN.actions(), RUN.calls(), List.of()))
        .forEach(all::add);
    List<CrashPoint> few = CrashPoints.fewOfEachKind(all, 3, 2);
    assertThat(few).hasSize(2 * 3 * 2 + 3).containsSubsequence(all.subList(10, 12));
    assertThat(few).filteredOn(p -> p.victim() != Victim.WORKER).hasSize(3);
    assertThat(few).filteredOn(p -> p.victim() == Victim.MACHINES).hasSize(1);
    assertThat(few.stream().flatMap(point -> point.mistake().stream()))
        .containsExactly(Mistake.RESET, Mistake.TERMINATION);
  }

  @Test
  void duplicatesAndSlowResumptionsFailAndAreListed() {
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
  void lostMessagesOfOneSetupCountOnce() {
    CrashMatrix matrix = new CrashMatrix();
    matrix.add(row("leave ssh 1 after worker", List.of(), 3_000));
    assertThat(matrix.table()).containsPattern("command by SSH +1 +1 +0 +0 +- +0 ");
    matrix.add(row("adopt ssh 1 after worker", List.of(), Optional.of(0L), 3_000));
    assertThat(matrix.passed()).isTrue();
    matrix = new CrashMatrix();
    matrix.add(row("adopt ssh 1 after worker", List.of(), Optional.of(2L), 3_000));
    matrix.add(row("adopt ssh 2 after worker", List.of(), Optional.of(2L), 3_000));
    assertThat(matrix.bad()).hasSize(2);
    assertThat(matrix.table())
        .containsPattern("command by SSH +2 +2 +0 +0 +2 +0 ")
        .contains("BAD adopt ssh 1 after worker (setup crash001): Lost: 2.");
  }

  @Test
  void anInterruptedActivityIsMeasuredFromTheReadinessOfTheNewProcess() {
    Instant killed = Instant.ofEpochSecond(100);
    Crash crash = new Crash(Victim.WORKER, killed, killed.plusSeconds(2), killed.plusSeconds(9));
    List<HistoryEvent> events =
        List.of(
            scheduled(5, 90),
            started(6, 5, 111, true),
            scheduled(7, 101),
            started(8, 7, 130, true));
    Instant resumed = crash.resumed(events, List.of(crash)).orElseThrow();
    assertThat(resumed).isEqualTo(at(111));
    assertThat(crash.sinceReady(resumed)).isEqualTo(Duration.ofSeconds(2));
    assertThat(crash.sinceStart(resumed)).isEqualTo(Duration.ofSeconds(9));
    Crash next = new Crash(Victim.WORKER, at(110), at(112), at(113));
    assertThat(crash.resumed(events, List.of(crash, next))).isEmpty();
    assertThat(next.resumed(events, List.of(crash, next))).contains(at(130));
    assertThat(crash.resumed(List.of(scheduled(5, 90), started(6, 5, 111, false)), List.of()))
        .isEmpty();
  }

  @Test
  void anInterruptedWorkflowTaskIsMeasured() {
    Instant killed = at(100);
    Crash crash = new Crash(Victim.BOTH, killed, killed.plusSeconds(2), killed.plusSeconds(9));
    assertThat(
            crash.resumed(
                List.of(
                    workflowTaskTimedOut(7, 106, true),
                    workflowTaskStarted(9, 107),
                    workflowTaskStarted(12, 120)),
                List.of()))
        .contains(at(107));
    assertThat(
            crash.resumed(
                List.of(workflowTaskTimedOut(7, 106, false), workflowTaskStarted(9, 107)),
                List.of()))
        .isEmpty();
  }

  private static HistoryEvent workflowTaskTimedOut(long id, long second, boolean started) {
    return event(id, second)
        .setWorkflowTaskTimedOutEventAttributes(
            WorkflowTaskTimedOutEventAttributes.newBuilder()
                .setTimeoutType(
                    started
                        ? TimeoutType.TIMEOUT_TYPE_START_TO_CLOSE
                        : TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START))
        .build();
  }

  private static HistoryEvent workflowTaskStarted(long id, long second) {
    return event(id, second)
        .setWorkflowTaskStartedEventAttributes(
            WorkflowTaskStartedEventAttributes.getDefaultInstance())
        .build();
  }

  private static HistoryEvent scheduled(long id, long second) {
    return event(id, second)
        .setActivityTaskScheduledEventAttributes(
            ActivityTaskScheduledEventAttributes.getDefaultInstance())
        .build();
  }

  private static HistoryEvent started(long id, long scheduled, long second, boolean interrupted) {
    ActivityTaskStartedEventAttributes.Builder started =
        ActivityTaskStartedEventAttributes.newBuilder().setScheduledEventId(scheduled);
    if (interrupted) {
      started.setLastFailure(
          Failure.newBuilder()
              .setTimeoutFailureInfo(
                  TimeoutFailureInfo.newBuilder()
                      .setTimeoutType(TimeoutType.TIMEOUT_TYPE_HEARTBEAT)));
    }
    return event(id, second).setActivityTaskStartedEventAttributes(started).build();
  }

  private static HistoryEvent.Builder event(long id, long second) {
    return HistoryEvent.newBuilder()
        .setEventId(id)
        .setEventTime(Timestamp.newBuilder().setSeconds(second));
  }
}
