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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Temporal Schedule that verifies a setup's link periodically. */
final class VerificationSchedule {
  private static final Logger LOG = LoggerFactory.getLogger(VerificationSchedule.class);
  private static final Duration CATCH_UP_WINDOW = Duration.ofMinutes(5);

  private final ScheduleClient client;

  VerificationSchedule(ScheduleClient client) {
    this.client = client;
  }

  /** Creates or updates the schedule; removes it where the plan has no interval. */
  void ensure(Link link) {
    String id = Verification.scheduleId(link.plan().name());
    if (link.plan().verification().recurrence().isOff()) {
      remove(link.plan().name());
      return;
    }
    Schedule schedule = schedule(id, link);
    try {
      client.createSchedule(id, schedule, ScheduleOptions.newBuilder().build());
      LOG.info("created the schedule {}: {}", id, interval(link));
    } catch (ScheduleAlreadyRunningException e) {
      client.getHandle(id).update(input -> new ScheduleUpdate(schedule));
      LOG.info("updated the schedule {}: {}", id, interval(link));
    }
  }

  /** The action has neither a static summary nor details: only one of them breaks updates. */
  private static Schedule schedule(String id, Link link) {
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
                .setIntervals(List.of(new ScheduleIntervalSpec(interval(link))))
                .build())
        .setPolicy(
            SchedulePolicy.newBuilder()
                .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                .setCatchupWindow(CATCH_UP_WINDOW)
                .build())
        .build();
  }

  private static Duration interval(Link link) {
    return link.plan().verification().recurrence().every().orElseThrow();
  }

  /** Removes the schedule; succeeds where there is none. */
  void remove(String setup) {
    String id = Verification.scheduleId(setup);
    try {
      client.getHandle(id).delete();
      LOG.info("deleted the schedule {}", id);
    } catch (ScheduleException e) {
      if (!(e.getCause() instanceof StatusRuntimeException status)
          || status.getStatus().getCode() != Status.Code.NOT_FOUND) {
        throw e;
      }
      LOG.info("the schedule {} is gone already", id);
    }
  }
}
