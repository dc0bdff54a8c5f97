package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.WebhookPlan;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.verification.HealthChange;
import dev.linkspan.workflows.verification.Report;
import dev.linkspan.workflows.verification.VerificationActivities;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.util.Optional;

/**
 * Sends changes of health to the webhook of the plan, beside everything else that the setup does: a
 * receiver that does not answer delays nothing. Only the newest change is tried. Workflow code
 * only.
 */
final class HealthWebhook {
  private static final String SUMMARY = "Change of health to the webhook";

  private final Plan plan;
  private final Owner owner;
  private final SetupRecord record;
  private Optional<CancellationScope> sending = Optional.empty();

  HealthWebhook(Plan plan, Owner owner, SetupRecord record) {
    this.plan = plan;
    this.owner = owner;
    this.record = record;
  }

  /** Sends what the run before this one has not sent. */
  void open() {
    unsent().ifPresent(this::send);
  }

  /** The state has this report; sends the change if it is one that people are told. */
  void reported(Report report) {
    if (plan.verification().webhook().isEmpty()) {
      return;
    }
    boolean confirmed = !plan.verification().patience().isZero();
    Optional<HealthChange> before = unsent();
    record.change(
        state ->
            state.with(
                state.standing().telling(owner.setupId(), report, state.findings(), confirmed)));
    unsent().filter(change -> !before.equals(Optional.of(change))).ifPresent(this::send);
  }

  private Optional<HealthChange> unsent() {
    return record.state().standing().changes().unsent();
  }

  private void send(HealthChange change) {
    WebhookPlan webhook = plan.verification().webhook().orElseThrow();
    sending.ifPresent(scope -> scope.cancel("a newer change"));
    CancellationScope scope =
        Workflow.newDetachedCancellationScope(
            () -> Async.procedure(() -> deliver(webhook, change)));
    sending = Optional.of(scope);
    scope.run();
  }

  private void deliver(WebhookPlan webhook, HealthChange change) {
    try {
      VerificationActivities.forHours(SUMMARY).sendHealthChange(owner, webhook, change);
      record.change(state -> state.with(state.standing().sent(change)));
    } catch (CanceledFailure canceled) {
      // A newer change is sent instead.
    } catch (ActivityFailure failed) {
      String why = Failures.problem(failed);
      Workflow.getLogger(getClass()).warn("the webhook was not called: {}", why);
      record.change(state -> state.with(state.standing().notSent(change, why)));
    }
  }
}
