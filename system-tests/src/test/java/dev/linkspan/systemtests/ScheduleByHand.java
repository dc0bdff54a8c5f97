package dev.linkspan.systemtests;

import dev.linkspan.workflows.verification.Verification;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleHandle;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** The verification schedule of a setup, as a person sees and changes it with Temporal's tools. */
final class ScheduleByHand {
  private final WorkflowClient client;
  private final ScheduleHandle schedule;
  private final String runs;

  ScheduleByHand(LocalStack stack, String setup) {
    this.client = stack.client();
    this.schedule =
        ScheduleClient.newInstance(client.getWorkflowServiceStubs())
            .getHandle(Verification.scheduleId(setup));
    this.runs = "WorkflowId STARTS_WITH '" + Verification.scheduleId(setup) + "-'";
  }

  /** Changes how often it runs; everything else stays. */
  void runEvery(Duration interval) {
    schedule.update(
        found ->
            new ScheduleUpdate(
                Schedule.newBuilder(found.getDescription().getSchedule())
                    .setSpec(
                        ScheduleSpec.newBuilder()
                            .setIntervals(
                                List.of(new ScheduleIntervalSpec(interval, Duration.ZERO)))
                            .build())
                    .build()));
  }

  /** Starts a run now, even if one is open or the schedule is paused. */
  void trigger() {
    schedule.trigger(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_ALLOW_ALL);
  }

  /** What happens if a run is due while another one is open, or is late. */
  SchedulePolicy policy() {
    return schedule.describe().getSchedule().getPolicy();
  }

  /** A run of the schedule. {@code end} is now if it is open. */
  record Run(Instant start, Instant end) {}

  /** The runs that started after this moment, the oldest first. */
  List<Run> runsSince(Instant since) {
    return client
        .listExecutions(runs)
        .filter(run -> run.getStartTime().isAfter(since))
        .map(ScheduleByHand::run)
        .sorted(Comparator.comparing(Run::start))
        .toList();
  }

  private static Run run(WorkflowExecutionMetadata found) {
    Instant end = found.getCloseTime();
    return new Run(found.getStartTime(), end == null ? Instant.now() : end);
  }
}
