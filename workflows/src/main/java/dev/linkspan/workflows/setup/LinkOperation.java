package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Recurrence;
import dev.linkspan.workflows.setup.PrivateLinkSetup.Restart;
import dev.linkspan.workflows.setup.SetupState.Stage;
import dev.linkspan.workflows.steps.Steps;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Carries out, one after the other, what a finished link needs: what people ask for, repairs that
 * the policy allows, and verifications that are missing. Workflow code only.
 */
final class LinkOperation {
  private static final String RESTART = "Restart of the brokers";
  private static final String REPAIR = "Repair of the link";

  private final SetupRecord record;
  private final Steps steps;
  private final Rollouts rollouts;
  private final SetupVerification verification;
  private final SetupRepair repair;
  private final SetupUpdate update;
  private final RequestedChanges requested;
  private final LinkWork work;
  private final NextRun nextRun;

  LinkOperation(
      SetupRecord record,
      Steps steps,
      Rollouts rollouts,
      SetupVerification verification,
      SetupRepair repair,
      SetupUpdate update,
      RequestedChanges requested,
      LinkWork work,
      NextRun nextRun) {
    this.record = record;
    this.steps = steps;
    this.rollouts = rollouts;
    this.verification = verification;
    this.repair = repair;
    this.update = update;
    this.requested = requested;
    this.work = work;
    this.nextRun = nextRun;
  }

  /** Goes on until {@code destroy}. */
  void run() {
    while (!work.isDestroyRequested()) {
      boolean verificationIsMissing = !awaitRequest();
      if (work.isDestroyRequested()) {
        return;
      }
      if (requested.wantedPlan().isPresent()) {
        continueWith(requested.wantedPlan().get());
      } else if (requested.restart().isPresent()) {
        restartBrokers(requested.restart().get());
        requested.restarted();
      } else if (repair.isDue()) {
        repairLink();
      } else if (verificationIsMissing) {
        verification.insteadOfTheSchedule(work.cancellable());
      } else if (nextRun.isDue()) {
        nextRun.begin();
      }
    }
  }

  /** Waits for something to do; false if a scheduled verification is missing. */
  private boolean awaitRequest() {
    Recurrence recurrence = verification.recurrence();
    Supplier<Boolean> request =
        () ->
            work.isDestroyRequested()
                || !requested.isEmpty()
                || repair.isDue()
                || nextRun.isDue()
                || !verification.recurrence().equals(recurrence);
    Optional<Duration> untilMissed = verification.untilMissed();
    if (untilMissed.isPresent()) {
      return Workflow.await(untilMissed.get(), request) || verification.hasReportedLately();
    }
    Workflow.await(request);
    return true;
  }

  /** Brokers that the wanted plan lacks leave while this run has a plan with them. */
  private void continueWith(Plan wanted) {
    record.change(state -> state.in(Stage.UPDATING));
    if (update.needsDeparture(wanted) && !work.isDone(() -> update.depart(wanted))) {
      return;
    }
    Workflow.await(() -> work.isDestroyRequested() || nextRun.isPossible());
    if (!work.isDestroyRequested()) {
      nextRun.beginWith(wanted);
    }
  }

  /** An earlier run has continued as this one to give the link another plan. */
  void updateIfAsked() {
    if (record.state().stage() == Stage.UPDATING) {
      work.finish(SetupUpdate.TITLE, update::run);
    }
  }

  private void restartBrokers(Restart request) {
    record.change(state -> state.in(Stage.RESTARTING));
    work.finish(
        RESTART,
        () ->
            verification.paused(
                "restart of the brokers",
                () -> steps.guarded(RESTART, () -> rollouts.restart(record.link(), request))));
  }

  private void repairLink() {
    repair.begin();
    record.change(state -> state.in(Stage.REPAIRING));
    work.finish(REPAIR, () -> steps.guarded(REPAIR, repair::run));
    repair.end();
  }
}
