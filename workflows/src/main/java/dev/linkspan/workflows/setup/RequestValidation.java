package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.PlanChange;
import dev.linkspan.workflows.repair.RepairPlan;
import dev.linkspan.workflows.setup.PrivateLinkSetup.Restart;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Refuses updates that a setup cannot carry out now, with the reason. */
final class RequestValidation {
  /** Why there is nothing to decide anymore. */
  static final String DESTROYED = "the setup is being destroyed";

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
      throw refused(DESTROYED);
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
   * @param occupied whether the setup is to be destroyed, or has something else to carry out
   * @throws ApplicationFailure when the request is not in the right form, or not possible now
   */
  void repair(@Nullable RepairRequest request, boolean occupied) {
    if (request != null && request.problem() != null) {
      throw refused(request.problem());
    }
    if (request == null || request.by() == null || request.by().isBlank()) {
      throw refused(
          "\"by\" is missing: who asks; example: {\"by\": \"ada\", \"only\": [\"listener 9093\"]}");
    }
    if (occupied || !record.isFinished()) {
      throw refused(
          "a link can be repaired only while it is finished; phase " + record.state().phase());
    }
    repairable(request);
  }

  private void repairable(RepairRequest request) {
    RepairPlan plan = RepairPlan.of(record.state().findings());
    String known =
        plan.repairable().stream()
            .map(finding -> finding.check().key())
            .collect(Collectors.joining(", "));
    List<String> unknown = plan.unknown(request.checks());
    if (!unknown.isEmpty()) {
      throw refused(
          "the last verification found nothing at "
              + String.join(", ", unknown)
              + "; it can repair: "
              + (known.isEmpty() ? "nothing" : known));
    }
    if (plan.only(request.checks()).repairable().isEmpty()) {
      throw refused(
          plan.forPeople().isEmpty()
              ? "there is nothing to repair: the last verification found everything as planned"
              : "only a person can fix what the last verification found; it can repair: "
                  + (known.isEmpty() ? "nothing" : known));
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

  /**
   * @param now the plan of the link
   * @param occupied whether the setup is to be destroyed, or has something else to carry out
   * @throws ApplicationFailure when the request is not in the right form, or not possible
   */
  void update(@Nullable UpdateRequest request, Plan now, boolean occupied) {
    if (request != null && request.problem() != null) {
      throw refused(request.problem());
    }
    if (request == null || request.by() == null || request.by().isBlank()) {
      throw refused("\"by\" is missing: who asks; use `linkspan update -f FILE`");
    }
    if (occupied || !record.isFinished()) {
      throw refused(
          "a link can be updated only while it is finished; phase " + record.state().phase());
    }
    if (request.plan() == null) {
      throw refused("\"plan\" is missing; use `linkspan update -f FILE`");
    }
    PlanChange change = PlanChange.between(now, request.plan());
    if (!change.refusals().isEmpty()) {
      throw refused(
          change.refusals().stream()
              .map(refusal -> refusal.what() + ": " + refusal.reason())
              .collect(Collectors.joining("; ")));
    }
    if (change.changes().isEmpty()) {
      throw refused("the plan is the same; a repair puts back what is not as planned");
    }
  }

  private static ApplicationFailure refused(String problem) {
    return ApplicationFailure.newNonRetryableFailure(problem, "Refused");
  }
}
