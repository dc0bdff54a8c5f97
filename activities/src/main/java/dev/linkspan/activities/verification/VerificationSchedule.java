package dev.linkspan.activities.verification;

import dev.linkspan.workflows.plan.Recurrence;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Report;
import dev.linkspan.workflows.verification.Verification;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowStub;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionExecution;
import io.temporal.client.schedules.ScheduleActionExecutionStartWorkflow;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleDescription;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.client.schedules.ScheduleHandle;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.ScheduleState;
import io.temporal.client.schedules.ScheduleUpdate;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Temporal Schedule that verifies a setup's link periodically. */
final class VerificationSchedule {
  private static final Logger LOG = LoggerFactory.getLogger(VerificationSchedule.class);
  private static final int SECONDS_TO_CANCEL = 60;

  private final ScheduleClient schedules;

  VerificationSchedule(ScheduleClient schedules) {
    this.schedules = schedules;
  }

  /** Creates or updates the schedule, so that it runs; removes it where the plan has none. */
  void ensure(Link link) {
    Recurrence recurrence = link.plan().verification().recurrence();
    if (recurrence.isOff()) {
      remove(link.plan().name());
      return;
    }
    String id = Verification.scheduleId(link.plan().name());
    Schedule schedule = PlannedSchedule.of(link);
    try {
      schedules.createSchedule(id, schedule, ScheduleOptions.newBuilder().build());
      LOG.info("created the schedule {}: {}", id, recurrence.text());
    } catch (ScheduleAlreadyRunningException e) {
      handle(link.plan().name()).update(input -> new ScheduleUpdate(schedule));
      LOG.info("updated the schedule {}: {}", id, recurrence.text());
    }
  }

  /** Whether the schedule is there, runs, and is as planned. */
  Check check(Link link) {
    Optional<Schedule> found = describe(link.plan().name()).map(ScheduleDescription::getSchedule);
    return ScheduleChecks.check(link, found);
  }

  /** Removes the schedule; succeeds where there is none. */
  void remove(String setup) {
    boolean removed =
        ifFound(
                () -> {
                  handle(setup).delete();
                  return true;
                })
            .isPresent();
    LOG.info("the schedule of {} {}", setup, removed ? "is deleted" : "is gone already");
  }

  /**
   * Removes the schedule, and cancels a verification that it has started: that would go on with a
   * link that is taken apart, and report to the next setup of this name.
   */
  void end(String setup, WorkflowClient client) {
    pause(setup, "destroyed", client);
    remove(setup);
  }

  /**
   * Pauses the schedule with a note, unless it is paused already, and cancels a verification that
   * it has started.
   */
  void pause(String setup, String note, WorkflowClient client) {
    Optional<ScheduleDescription> found = describe(setup);
    if (found.isEmpty()) {
      return;
    }
    if (!found.get().getSchedule().getState().isPaused()) {
      handle(setup).pause(Verification.PAUSED_BY_LINKSPAN + note);
      LOG.info("paused the schedule of {}: {}", setup, note);
    }
    describe(setup).stream()
        .flatMap(description -> description.getInfo().getRunningActions().stream())
        .forEach(run -> cancel(run, client));
  }

  private static void cancel(ScheduleActionExecution run, WorkflowClient client) {
    if (!(run instanceof ScheduleActionExecutionStartWorkflow started)) {
      return;
    }
    WorkflowStub verification = client.newUntypedWorkflowStub(started.getWorkflowId());
    try {
      verification.cancel();
      verification.getResult(SECONDS_TO_CANCEL, TimeUnit.SECONDS, Report.class);
    } catch (WorkflowException | TimeoutException e) {
      LOG.info("canceled the verification {}", started.getWorkflowId());
    }
  }

  /** Resumes the schedule if {@link #pause} has paused it, and not a person. */
  void resume(String setup) {
    boolean paused =
        describe(setup)
            .map(description -> description.getSchedule().getState())
            .filter(VerificationSchedule::isPausedByLinkspan)
            .isPresent();
    if (paused) {
      handle(setup).unpause(Verification.PAUSED_BY_LINKSPAN + "done");
      LOG.info("resumed the schedule of {}", setup);
    }
  }

  /** Whether it is paused by {@link #pause}. */
  static boolean isPausedByLinkspan(ScheduleState state) {
    return state.isPaused() && state.getNote().startsWith(Verification.PAUSED_BY_LINKSPAN);
  }

  private Optional<ScheduleDescription> describe(String setup) {
    return ifFound(() -> handle(setup).describe());
  }

  private ScheduleHandle handle(String setup) {
    return schedules.getHandle(Verification.scheduleId(setup));
  }

  private static <T> Optional<T> ifFound(Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (ScheduleException e) {
      if (e.getCause() instanceof StatusRuntimeException status
          && status.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
