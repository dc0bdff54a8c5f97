package dev.linkspan.activities.verification;

import dev.linkspan.workflows.steps.TaskQueues;
import dev.linkspan.workflows.verification.Verification;
import dev.linkspan.workflows.verification.Verification.VerificationInput;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleUpdate;
import java.time.Duration;
import java.util.List;

/** The Temporal Schedule that proves a setup's link again and again. */
final class VerificationSchedule {
  private static final Duration CATCH_UP = Duration.ofMinutes(5);

  private final ScheduleClient client;

  VerificationSchedule(ScheduleClient client) {
    this.client = client;
  }

  /** Makes it, or makes it so; an interval of 0 takes it away. */
  void ensure(Link link) {
    String id = Verification.scheduleId(link.plan().name());
    if (link.plan().verification().interval().isEmpty()) {
      remove(link.plan().name());
      return;
    }
    Schedule schedule = schedule(id, link);
    try {
      client.createSchedule(id, schedule, ScheduleOptions.newBuilder().build());
    } catch (ScheduleAlreadyRunningException e) {
      client.getHandle(id).update(input -> new ScheduleUpdate(schedule));
    }
  }

  /** The action has neither a static summary nor details: one without the other breaks updates. */
  private static Schedule schedule(String id, Link link) {
    Duration every = link.plan().verification().interval().orElseThrow();
    return Schedule.newBuilder()
        .setAction(
            ScheduleActionStartWorkflow.newBuilder()
                .setWorkflowType("Verification")
                .setArguments(new VerificationInput(link, "schedule"))
                .setOptions(
                    WorkflowOptions.newBuilder()
                        .setWorkflowId(id + "-run")
                        .setTaskQueue(TaskQueues.CONTROL)
                        .build())
                .build())
        .setSpec(
            ScheduleSpec.newBuilder()
                .setIntervals(List.of(new ScheduleIntervalSpec(every)))
                .build())
        .setPolicy(
            SchedulePolicy.newBuilder()
                .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                .setCatchupWindow(CATCH_UP)
                .build())
        .build();
  }

  /** Removing what is not there succeeds. */
  void remove(String setup) {
    try {
      client.getHandle(Verification.scheduleId(setup)).delete();
    } catch (ScheduleException e) {
      if (!(e.getCause() instanceof StatusRuntimeException status)
          || status.getStatus().getCode() != Status.Code.NOT_FOUND) {
        throw e;
      }
    }
  }
}
