package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.connection.ApprovalDecision;
import dev.linkspan.workflows.connection.ConnectionActivities.EndpointRequest;
import dev.linkspan.workflows.connection.Decision;
import dev.linkspan.workflows.plan.Plan.ApprovalPlan;
import dev.linkspan.workflows.steps.Steps;
import dev.linkspan.workflows.steps.WorkflowTime;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Asks people about the endpoint, or answers for them where the plan allows that, keeps the answer,
 * and passes it on to the child workflow that waits for it. Workflow code only.
 */
final class EndpointApproval {
  private final ApprovalPlan plan;
  private final ApprovalDecision approval;
  private final SetupRecord record;
  private final Steps steps;
  private final ChildWorkflows children;
  private final LinkConstruction construction;
  private final Notices notices;
  private final ApprovalReminders reminders;
  private final Consumer<String> ignored;

  /**
   * @param ignored takes the reason why a signal does not count
   */
  EndpointApproval(
      ApprovalPlan plan,
      ApprovalDecision approval,
      SetupRecord record,
      Steps steps,
      ChildWorkflows children,
      LinkConstruction construction,
      Notices notices,
      Consumer<String> ignored) {
    this.plan = plan;
    this.approval = approval;
    this.record = record;
    this.steps = steps;
    this.children = children;
    this.construction = construction;
    this.notices = notices;
    this.reminders = new ApprovalReminders(plan, approval, record, notices, steps::show);
    this.ignored = ignored;
  }

  /** This endpoint asks to connect. */
  void requested(EndpointRequest request) {
    approval.requested(request);
    EndpointRequest shown = request.withWarning(construction.approvalWarning());
    boolean automatic = plan.automatic() && approval.approveVerified(shown, WorkflowTime.now());
    record.change(state -> state.withApprovalRequested(shown, approval.decision()));
    construction.showApproval();
    steps.show();
    if (automatic) {
      passOn();
    } else if (approval.decision().isEmpty()) {
      notices.approvalRequested(shown);
      reminders.requested(shown);
    }
  }

  /** A signal that answers. */
  void answer(Decision decision, boolean approved) {
    Optional<String> problem = approval.answer(decision, approved, WorkflowTime.now());
    if (problem.isEmpty()) {
      passOn();
    } else {
      Workflow.getLogger(getClass()).warn("an answer does not count: {}", problem.get());
      ignored.accept(problem.get());
    }
  }

  /**
   * An update that answers; returns the decision in words.
   *
   * @throws ApplicationFailure if another decision has come first
   */
  String decide(Decision decision) {
    String text = approval.answerOrRefuse(decision, WorkflowTime.now());
    passOn();
    return text;
  }

  /**
   * @throws ApplicationFailure if this decision cannot count
   */
  void refuseUnlessValid(Decision decision) {
    approval.refuseUnlessValid(decision);
  }

  private void passOn() {
    Decision decision = approval.decision().orElseThrow();
    record.change(state -> state.with(decision));
    if (record.state().approval().isPresent()) {
      construction.showApproval();
    }
    steps.show();
    children.decide(decision);
  }
}
