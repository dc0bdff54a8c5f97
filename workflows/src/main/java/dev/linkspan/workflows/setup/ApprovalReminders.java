package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.connection.ApprovalDecision;
import dev.linkspan.workflows.connection.ConnectionActivities.EndpointRequest;
import dev.linkspan.workflows.plan.Plan.ApprovalPlan;
import dev.linkspan.workflows.steps.WorkflowTime;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reminds people of an endpoint that waits for a decision, and says when the deadline of the plan
 * has passed. Decides nothing, and starts no timer if the plan has no limits. Workflow code only.
 */
final class ApprovalReminders {
  private final ApprovalPlan plan;
  private final ApprovalDecision approval;
  private final SetupRecord record;
  private final Notices notices;
  private final Runnable show;
  private Optional<String> reminding = Optional.empty();

  /**
   * @param show updates the details, which contain the question
   */
  ApprovalReminders(
      ApprovalPlan plan,
      ApprovalDecision approval,
      SetupRecord record,
      Notices notices,
      Runnable show) {
    this.plan = plan;
    this.approval = approval;
    this.record = record;
    this.notices = notices;
    this.show = show;
  }

  /** This endpoint waits for a decision. Does not wait. */
  void requested(EndpointRequest request) {
    boolean limited = plan.remindEvery().isPresent() || plan.deadline().isPresent();
    if (limited && reminding.filter(request.endpointId()::equals).isEmpty()) {
      reminding = Optional.of(request.endpointId());
      Async.procedure(() -> remind(request));
    }
  }

  private void remind(EndpointRequest request) {
    Optional<Instant> deadline = plan.deadline().map(limit -> WorkflowTime.now().plus(limit));
    Optional<Duration> wait = wait(deadline);
    try {
      while (wait.isPresent() && !Workflow.await(wait.get(), () -> !isWaiting(request))) {
        if (deadline.filter(at -> !WorkflowTime.now().isBefore(at)).isPresent()) {
          overdue(request);
          deadline = Optional.empty();
        } else {
          notices.approvalReminder(request);
        }
        wait = wait(deadline);
      }
    } catch (CanceledFailure canceled) {
      // The setup ends: nobody has to decide anymore.
    }
    reminding = reminding.filter(id -> !id.equals(request.endpointId()));
  }

  /** Until the next reminder or the deadline; empty if neither is left. */
  private Optional<Duration> wait(Optional<Instant> deadline) {
    Optional<Duration> untilDeadline = deadline.map(at -> Duration.between(WorkflowTime.now(), at));
    return Stream.of(plan.remindEvery(), untilDeadline)
        .flatMap(Optional::stream)
        .min(Duration::compareTo);
  }

  private boolean isWaiting(EndpointRequest request) {
    return approval.decision().isEmpty()
        && record
            .state()
            .approval()
            .filter(asked -> asked.endpointId().equals(request.endpointId()))
            .isPresent();
  }

  private void overdue(EndpointRequest request) {
    EndpointRequest late =
        request.withWarning(
            Optional.of("nobody has decided by the deadline, " + WorkflowTime.now()));
    record.change(state -> state.withApprovalRequested(late, approval.decision()));
    notices.approvalOverdue(late);
    show.run();
  }
}
