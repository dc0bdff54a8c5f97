package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.setup.PrivateLinkSetup.Restart;
import io.temporal.failure.ApplicationFailure;
import org.jspecify.annotations.Nullable;

/** Refuses updates that a setup cannot carry out now, with the reason. */
final class RequestValidation {
  private final SetupRecord record;

  RequestValidation(SetupRecord record) {
    this.record = record;
  }

  /**
   * @param destroying whether the setup is to be destroyed
   * @throws ApplicationFailure when there is nothing to decide anymore
   */
  void decide(boolean destroying) {
    if (destroying) {
      throw refused("the setup is being destroyed");
    }
  }

  /**
   * @param destroying whether the setup is to be destroyed
   * @throws ApplicationFailure when there is no link to verify
   */
  void verify(boolean destroying) {
    if (destroying || !record.isFinished()) {
      throw refused("there is no finished link to verify; phase " + record.state().phase());
    }
  }

  /**
   * @param occupied whether the setup is to be destroyed, or has a restart to carry out
   * @throws ApplicationFailure when the request is not in the right form, or not possible now
   */
  void restart(@Nullable Restart request, boolean occupied) {
    if (request != null && request.problem() != null) {
      throw refused(request.problem());
    }
    if (request == null || request.by() == null || request.by().isBlank()) {
      throw refused(
          "\"by\" is missing: who asks; example: {\"by\": \"ada\", \"reason\": \"new JVM\"}");
    }
    if (occupied || !record.isFinished()) {
      throw refused(
          "brokers can be restarted only while the link is finished; phase "
              + record.state().phase());
    }
  }

  /**
   * @param destroying whether the setup is to be destroyed
   * @throws ApplicationFailure when the request is not in the right form, or not possible now
   */
  void schedule(@Nullable ScheduleChange change, boolean destroying) {
    if (change != null && change.problem() != null) {
      throw refused(change.problem());
    }
    if (change == null || change.by() == null || change.by().isBlank()) {
      throw refused("\"by\" is missing: who asks; example: {\"by\": \"ada\", \"every\": \"30m\"}");
    }
    if (destroying || !record.isFinished()) {
      throw refused(
          "the schedule can be changed only while the link is finished; phase "
              + record.state().phase());
    }
    try {
      change.recurrence();
    } catch (IllegalArgumentException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
  }

  private static ApplicationFailure refused(String problem) {
    return ApplicationFailure.newNonRetryableFailure(problem, "Refused");
  }
}
