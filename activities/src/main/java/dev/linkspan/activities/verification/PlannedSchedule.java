package dev.linkspan.activities.verification;

import dev.linkspan.workflows.plan.Cron;
import dev.linkspan.workflows.plan.Recurrence;
import dev.linkspan.workflows.steps.TaskQueues;
import dev.linkspan.workflows.verification.Verification;
import dev.linkspan.workflows.verification.Verification.VerificationInput;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleCalendarSpec;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleRange;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleState;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;

/** The Temporal Schedule that follows from a link's plan. Pure. */
final class PlannedSchedule {
  private static final Duration CATCH_UP_WINDOW = Duration.ofMinutes(5);

  private PlannedSchedule() {}

  /** The action has neither a static summary nor details: only one of them breaks updates. */
  static Schedule of(Link link) {
    return Schedule.newBuilder()
        .setAction(
            ScheduleActionStartWorkflow.newBuilder()
                .setWorkflowType("Verification")
                .setArguments(new VerificationInput(link, "schedule"))
                .setOptions(
                    WorkflowOptions.newBuilder()
                        .setWorkflowId(Verification.scheduleId(link.plan().name()) + "-run")
                        .setTaskQueue(TaskQueues.CONTROL)
                        .build())
                .build())
        .setSpec(spec(link.plan().verification().recurrence()))
        .setPolicy(
            SchedulePolicy.newBuilder()
                .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                .setCatchupWindow(CATCH_UP_WINDOW)
                .build())
        .setState(ScheduleState.newBuilder().build())
        .build();
  }

  private static ScheduleSpec spec(Recurrence recurrence) {
    return ScheduleSpec.newBuilder()
        .setJitter(recurrence.jitter())
        .setIntervals(
            recurrence.every().stream()
                .map(every -> new ScheduleIntervalSpec(every, Duration.ZERO))
                .toList())
        .setCalendars(recurrence.cron().stream().map(PlannedSchedule::calendar).toList())
        .setTimeZoneName(recurrence.cron().map(Cron::timeZone).orElse(""))
        .build();
  }

  private static ScheduleCalendarSpec calendar(Cron cron) {
    return ScheduleCalendarSpec.newBuilder()
        .setMinutes(ranges(cron.values(Cron.Field.MINUTE)))
        .setHour(ranges(cron.values(Cron.Field.HOUR)))
        .setDayOfMonth(ranges(cron.values(Cron.Field.DAY_OF_MONTH)))
        .setMonth(ranges(cron.values(Cron.Field.MONTH)))
        .setDayOfWeek(ranges(cron.values(Cron.Field.DAY_OF_WEEK)))
        .setComment(cron.text())
        .build();
  }

  private static List<ScheduleRange> ranges(SortedSet<Integer> values) {
    return values.stream().map(ScheduleRange::new).toList();
  }
}
