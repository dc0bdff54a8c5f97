package dev.linkspan.starter.setups;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.starter.temporal.TemporalErrors;
import dev.linkspan.workflows.steps.UtcTime;
import dev.linkspan.workflows.verification.Verification;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.api.workflowservice.v1.DescribeScheduleRequest;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.client.schedules.ScheduleDescription;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.client.schedules.ScheduleHandle;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The Temporal Schedule that verifies a setup. Each method throws a {@link CommandFailure} with a
 * message for the user if there is no such schedule.
 */
public final class VerificationScheduleClient {
  private final TemporalConnection temporal;
  private final String setup;

  /**
   * @param setup name of the setup
   */
  public VerificationScheduleClient(TemporalConnection temporal, String setup) {
    this.temporal = temporal;
    this.setup = setup;
  }

  private ScheduleHandle handle() {
    return ScheduleClient.newInstance(
            temporal.service(),
            ScheduleClientOptions.newBuilder().setNamespace(temporal.namespace()).build())
        .getHandle(Verification.scheduleId(setup));
  }

  /**
   * When it verifies next, as text, or that the schedule is paused; empty if nobody knows. Asks
   * without the library's client of schedules, which takes longer to load than the answer takes to
   * arrive.
   */
  public Optional<String> next() {
    try {
      DescribeScheduleResponse found =
          temporal
              .service()
              .blockingStub()
              .describeSchedule(
                  DescribeScheduleRequest.newBuilder()
                      .setNamespace(temporal.namespace())
                      .setScheduleId(Verification.scheduleId(setup))
                      .build());
      // The server also tells the times of a schedule that is paused.
      if (found.getSchedule().getState().getPaused()) {
        return Optional.of("none while the schedule is paused");
      }
      return found.getInfo().getFutureActionTimesList().stream()
          .findFirst()
          .map(at -> UtcTime.text(Instant.ofEpochSecond(at.getSeconds(), at.getNanos())));
    } catch (StatusRuntimeException unknown) {
      return Optional.empty();
    }
  }

  /** The schedule, its state, and its runs. */
  public ScheduleDescription describe() {
    return call(() -> handle().describe());
  }

  /**
   * Stops further runs.
   *
   * @param note who and why
   */
  public void pause(String note) {
    change(() -> handle().pause(note));
  }

  /**
   * Continues after a pause.
   *
   * @param note who and why
   */
  public void resume(String note) {
    change(() -> handle().unpause(note));
  }

  /** Starts a verification now, unless one of the schedule runs. */
  public void run() {
    change(() -> handle().trigger(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP));
  }

  private void change(Runnable change) {
    call(
        () -> {
          change.run();
          return setup;
        });
  }

  private <T> T call(Supplier<T> call) {
    return TemporalErrors.translate(
        setup,
        () -> {
          try {
            return call.get();
          } catch (ScheduleException e) {
            throw isNotFound(e) ? missing() : e;
          }
        });
  }

  private static boolean isNotFound(ScheduleException e) {
    return e.getCause() instanceof StatusRuntimeException status
        && status.getStatus().getCode() == Status.Code.NOT_FOUND;
  }

  private CommandFailure missing() {
    return CommandFailure.ofTemporal(
        ExitCode.NOT_FOUND,
        "There is no verification schedule of a setup named "
            + setup
            + ". If the setup exists, set one: linkspan schedule set "
            + setup
            + " --every 1h");
  }
}
