package dev.linkspan.starter.setups;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.starter.temporal.TemporalErrors;
import dev.linkspan.workflows.verification.Verification;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.client.schedules.ScheduleDescription;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.client.schedules.ScheduleHandle;
import java.util.function.Supplier;

/**
 * The Temporal Schedule that verifies a setup. Each method throws a {@link CommandFailure} with a
 * message for the user if there is no such schedule.
 */
public final class VerificationScheduleClient {
  private final String setup;
  private final ScheduleHandle handle;

  /**
   * @param setup name of the setup
   */
  public VerificationScheduleClient(TemporalConnection temporal, String setup) {
    this.setup = setup;
    this.handle =
        ScheduleClient.newInstance(
                temporal.service(),
                ScheduleClientOptions.newBuilder().setNamespace(temporal.namespace()).build())
            .getHandle(Verification.scheduleId(setup));
  }

  /** The schedule, its state, and its runs. */
  public ScheduleDescription describe() {
    return call(handle::describe);
  }

  /**
   * Stops further runs.
   *
   * @param note who and why
   */
  public void pause(String note) {
    change(() -> handle.pause(note));
  }

  /**
   * Continues after a pause.
   *
   * @param note who and why
   */
  public void resume(String note) {
    change(() -> handle.unpause(note));
  }

  /** Starts a verification now, unless one of the schedule runs. */
  public void run() {
    change(() -> handle.trigger(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP));
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
