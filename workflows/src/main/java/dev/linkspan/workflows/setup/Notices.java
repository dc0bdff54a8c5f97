package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.connection.ConnectionActivities.EndpointRequest;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.WebhookPlan;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.steps.ParkedStepNotice;
import dev.linkspan.workflows.steps.WorkflowTime;
import dev.linkspan.workflows.verification.Notice;
import dev.linkspan.workflows.verification.VerificationActivities;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells the webhook of the plan when people are needed and when work has ended, beside everything
 * else that the setup does. Does nothing without a webhook. What a run has not sent when it
 * continues as new, the next run sends. Workflow code only.
 */
final class Notices {
  private static final String SUMMARY = "Notice to the webhook";

  /** Bounds what forged messages can cause in a run. */
  private static final int MOST = 200;

  /** Bounds the input of the next run. */
  private static final int MOST_CARRIED = 20;

  private final Plan plan;
  private final Owner owner;
  private final Map<String, Notice> unsent = new LinkedHashMap<>();
  private int sent;

  Notices(Plan plan, Owner owner) {
    this.plan = plan;
    this.owner = owner;
  }

  /** Sends what the run before this one has not sent, each as the same event. */
  void open(List<Notice> unsentBefore) {
    unsentBefore.forEach(this::send);
  }

  /** What is not sent yet, the newest of it if it is much. */
  List<Notice> unsent() {
    List<Notice> all = List.copyOf(unsent.values());
    return all.subList(Math.max(0, all.size() - MOST_CARRIED), all.size());
  }

  /** An endpoint waits for a decision. */
  void approvalRequested(EndpointRequest request) {
    asks(Notice.APPROVAL_REQUESTED, "asks to connect", request);
  }

  private void asks(String type, String what, EndpointRequest request) {
    send(
        type,
        "Endpoint %s of account %s %s. To decide, run: linkspan approve %s"
            .formatted(request.endpointId(), request.ownerAccount(), what, owner.setup()),
        Map.of(
            "endpointId", request.endpointId(),
            "ownerAccount", request.ownerAccount(),
            "requestedAt", request.since().toString()));
  }

  /** An endpoint still waits for a decision. */
  void approvalReminder(EndpointRequest request) {
    asks(Notice.APPROVAL_REMINDER, "still asks to connect", request);
  }

  /** An endpoint still waits for a decision, and the deadline has passed. */
  void approvalOverdue(EndpointRequest request) {
    asks(Notice.APPROVAL_OVERDUE, "still asks to connect, and the deadline has passed", request);
  }

  /** A step parked. */
  void parked(ParkedStepNotice notice) {
    send(
        Notice.STEP_PARKED,
        "%s is parked: %s. After you fix the problem, run: linkspan retry %s"
            .formatted(notice.step(), notice.problem(), owner.setup()),
        Map.of("step", notice.step(), "problem", notice.problem(), "remedy", notice.remedy()));
  }

  /**
   * Work has ended.
   *
   * @param work in words
   */
  void finished(String work, Phase phase) {
    send(
        Notice.WORK_FINISHED,
        "%s: done. The link is %s.".formatted(work, phase),
        Map.of("work", work, "phase", phase.name()));
  }

  private void send(String type, String text, Map<String, String> details) {
    if (plan.verification().webhook().isEmpty() || sent >= MOST) {
      return;
    }
    String id = owner.setupId() + "-" + Workflow.randomUUID();
    send(new Notice(id, type, WorkflowTime.now(), text, details));
  }

  private void send(Notice notice) {
    if (plan.verification().webhook().isEmpty()) {
      return;
    }
    sent++;
    unsent.put(notice.id(), notice);
    WebhookPlan webhook = plan.verification().webhook().get();
    Workflow.newDetachedCancellationScope(() -> Async.procedure(() -> deliver(webhook, notice)))
        .run();
  }

  private void deliver(WebhookPlan webhook, Notice notice) {
    try {
      VerificationActivities.forHours(SUMMARY).sendNotice(owner, webhook, notice);
    } catch (TemporalFailure failed) {
      Workflow.getLogger(getClass())
          .warn("the webhook did not get {}: {}", notice.type(), Failures.problem(failed));
    }
    unsent.remove(notice.id());
  }
}
