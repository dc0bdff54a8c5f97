package dev.linkspan.activities.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.plan.Cron;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.ChangefeedPlan;
import dev.linkspan.workflows.plan.Plan.ChangefeedUse;
import dev.linkspan.workflows.plan.Plan.RepairPolicy;
import dev.linkspan.workflows.plan.Plan.VerificationPlan;
import dev.linkspan.workflows.plan.Recurrence;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Repair;
import dev.linkspan.workflows.verification.Verification;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleCalendarSpec;
import io.temporal.client.schedules.ScheduleRange;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ScheduleChecksTest {
  private static final Recurrence HOURLY = Recurrence.every(Duration.ofHours(1));
  private static final Recurrence MORNINGS =
      Recurrence.at(Cron.of("0 6 * * MON-FRI", "Asia/Singapore"));

  private static Link link(Recurrence recurrence, String connectionId) {
    VerificationPlan verification =
        new VerificationPlan(
            recurrence,
            Duration.ZERO,
            Optional.empty(),
            "t",
            10,
            new ChangefeedPlan(ChangefeedUse.TEST_ONLY, "demo-proof", "c", "test.*", "3.7.1"),
            RepairPolicy.ASK);
    return new Link(
        new Plan("demo", "region", null, null, null, null, verification),
        "id",
        null,
        null,
        List.of(),
        null,
        List.of(),
        "epsrv-1",
        "ep-1",
        connectionId,
        BrokerDomains.ofGuide("abc"));
  }

  private static Schedule planned(Recurrence recurrence) {
    return PlannedSchedule.of(link(recurrence, "plc-1"));
  }

  private static Check check(Recurrence wanted, Schedule found) {
    return ScheduleChecks.check(link(wanted, "plc-1"), Optional.ofNullable(found));
  }

  private static Schedule pausedWith(String note) {
    return Schedule.newBuilder(planned(HOURLY))
        .setState(ScheduleState.newBuilder().setPaused(true).setNote(note).build())
        .build();
  }

  @Test
  void aScheduleAsPlannedPasses() {
    assertThat(check(HOURLY, planned(HOURLY)).passed()).isTrue();
    assertThat(check(MORNINGS, planned(MORNINGS)).passed()).isTrue();
    assertThat(check(Recurrence.OFF, null).passed()).isTrue();
  }

  @Test
  void rangesThatTheServerWritesInAnotherFormAreTheSame() {
    ScheduleSpec spec = planned(MORNINGS).getSpec();
    ScheduleCalendarSpec calendar =
        ScheduleCalendarSpec.newBuilder(spec.getCalendars().get(0))
            .setDayOfWeek(List.of(new ScheduleRange(1, 5, 1)))
            .build();
    Schedule found =
        Schedule.newBuilder(planned(MORNINGS))
            .setSpec(ScheduleSpec.newBuilder(spec).setCalendars(List.of(calendar)).build())
            .build();

    assertThat(check(MORNINGS, found).passed()).isTrue();
  }

  @Test
  void c48AScheduleThatSomebodyDeletedIsAFindingThatARepairAdds() {
    Check gone = check(HOURLY, null);

    assertThat(gone.failed()).isTrue();
    assertThat(gone.breaks()).isFalse();
    assertThat(gone.evidence()).isEqualTo("is gone");
    assertThat(gone.expected()).isEqualTo("every 1 h");
    assertThat(gone.remedy()).contains("linkspan repair demo");
    assertThat(gone.repair()).contains(Repair.adds(Repair.Kind.SCHEDULE, ""));
  }

  @Test
  void c48AScheduleThatAPersonPausedIsAFinding() {
    Check paused = check(HOURLY, pausedWith("ada: holidays"));

    assertThat(paused.evidence()).isEqualTo("is paused: ada: holidays");
    assertThat(paused.repair()).contains(Repair.changes(Repair.Kind.SCHEDULE, ""));
  }

  @Test
  void aScheduleThatEndsBeginsLaterOrLeavesTimesOutIsAFinding() {
    Instant at = Instant.parse("2026-01-01T00:00:00Z");
    assertThat(limited(spec -> spec.setEndAt(at)).evidence())
        .isEqualTo("ends at 2026-01-01T00:00:00Z");
    assertThat(limited(spec -> spec.setStartAt(at)).evidence())
        .isEqualTo("begins only at 2026-01-01T00:00:00Z");
    assertThat(
            limited(spec -> spec.setSkip(List.of(ScheduleCalendarSpec.newBuilder().build())))
                .repair())
        .contains(Repair.changes(Repair.Kind.SCHEDULE, ""));
  }

  private static Check limited(UnaryOperator<ScheduleSpec.Builder> change) {
    Schedule planned = planned(HOURLY);
    ScheduleSpec spec = change.apply(ScheduleSpec.newBuilder(planned.getSpec())).build();
    return check(HOURLY, Schedule.newBuilder(planned).setSpec(spec).build());
  }

  @Test
  void aPauseByLinkspanIsNoFinding() {
    assertThat(check(HOURLY, pausedWith(Verification.PAUSED_BY_LINKSPAN + "restart")).passed())
        .isTrue();
  }

  @Test
  void c48OtherTimesAndAnotherActionAreFindings() {
    assertThat(check(HOURLY, planned(MORNINGS)).evidence())
        .isEqualTo("runs at other times: 0 6 * * MON-FRI in Asia/Singapore");
    assertThat(check(MORNINGS, planned(HOURLY)).evidence()).isEqualTo("runs every 1 h");
    assertThat(check(Recurrence.OFF, planned(HOURLY)).evidence()).isEqualTo("runs every 1 h");
    assertThat(ScheduleChecks.check(link(HOURLY, "plc-2"), Optional.of(planned(HOURLY))).evidence())
        .isEqualTo("verifies another link");
  }
}
