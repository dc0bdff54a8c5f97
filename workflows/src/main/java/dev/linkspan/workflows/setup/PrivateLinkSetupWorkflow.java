package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.connection.ApprovalDecision;
import dev.linkspan.workflows.connection.ConnectionActivities.EndpointRequest;
import dev.linkspan.workflows.connection.Decision;
import dev.linkspan.workflows.exposure.ExposureActivities.EndpointService;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.steps.CancellableWork;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.LastCreation;
import dev.linkspan.workflows.steps.ParkedStepNotice;
import dev.linkspan.workflows.steps.Progress;
import dev.linkspan.workflows.steps.Steps;
import dev.linkspan.workflows.verification.Report;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Build, keep, remove. {@code destroy} ends the building or a verification at any point and waits
 * until what was under way has stopped. Cancelling the workflow itself (instead of sending {@code
 * destroy}) leaves the whole or nothing: a link that stands is left alone, one that is being built
 * is removed, and a removal goes on to its end. A change of the order of steps needs {@code
 * Workflow.getVersion}.
 */
public final class PrivateLinkSetupWorkflow implements PrivateLinkSetup {
  private static final String EARLIER = "Link, built before this run";

  private final Plan plan;
  private final Owner owner;
  private final boolean carriedOn;
  private final SetupRecord record;
  private final Steps steps;
  private final ChildWorkflows children;
  private final ApprovalDecision desk = new ApprovalDecision();
  private final Rollouts rollouts;
  private final LinkConstruction construction;
  private final SetupTeardown removal;
  private final SetupVerification proof;
  private final CancellableWork underWay = new CancellableWork();
  private Optional<Restart> restartAsked = Optional.empty();
  private boolean stands;
  private boolean destroyAsked;

  @WorkflowInit
  public PrivateLinkSetupWorkflow(SetupInput input) {
    this.plan = input.plan();
    this.carriedOn = input.carried().isPresent();
    this.stands = carriedOn;
    String setupId =
        input
            .carried()
            .map(SetupStatus::setupId)
            .orElseGet(() -> Workflow.getInfo().getFirstExecutionRunId());
    this.owner = Owner.of(plan, setupId);
    this.record = new SetupRecord(input, setupId);
    this.steps = new Steps("Private link " + plan.name(), this::attention, () -> headline());
    this.children = new ChildWorkflows(plan.name(), steps);
    this.rollouts = new Rollouts(plan, owner, steps, record, children);
    this.construction = new LinkConstruction(plan, owner, steps, record, children, rollouts, desk);
    this.proof = new SetupVerification(plan, owner, steps, record, children);
    this.removal = new SetupTeardown(plan, owner, steps, record, children, construction);
  }

  @Override
  public void run(SetupInput input) {
    record.begin();
    steps.plan(stepNames());
    try {
      if (carriedOn) {
        steps.run(EARLIER, owner::setupId);
      } else if (!destroyAsked) {
        build();
      }
      serve();
    } catch (TemporalFailure cancelled) {
      leaveTheWholeOrNothing();
      throw cancelled;
    }
    remove();
  }

  private void leaveTheWholeOrNothing() {
    if (stands) {
      record.finished();
      steps.show();
    } else if (CancellationScope.current().isCancelRequested()) {
      destroyAsked = true;
      remove();
    }
  }

  /** Whoever cancels the workflow now does not want a part of it to be left. */
  private void remove() {
    Workflow.newDetachedCancellationScope(
            () -> {
              underWay.awaitEnd();
              removal.run(carriedOn);
              Workflow.await(Workflow::isEveryHandlerFinished);
            })
        .run();
  }

  /** Carries out what is asked for, until {@code destroy}. */
  private void serve() {
    while (!destroyAsked) {
      Workflow.await(() -> destroyAsked || restartAsked.isPresent() || timeToContinueAsNew());
      if (!destroyAsked && restartAsked.isPresent()) {
        restartBrokers(restartAsked.get());
        restartAsked = Optional.empty();
      } else if (!destroyAsked) {
        Workflow.continueAsNew(new SetupInput(plan, Optional.of(record.status())));
      }
    }
  }

  private void restartBrokers(Restart request) {
    record.restarting();
    finishUnlessDestroyed(() -> rollouts.restart(record.link(), request));
  }

  private void build() {
    finishUnlessDestroyed(
        () -> {
          record.linked(construction.build());
          proof.ofTheBuilding();
          stands = true;
        });
  }

  private void finishUnlessDestroyed(Runnable work) {
    try {
      underWay.run(
          () -> {
            work.run();
            return plan.name();
          });
    } catch (TemporalFailure cancelled) {
      if (!destroyAsked) {
        throw cancelled;
      }
      return;
    }
    record.finished();
    steps.show();
  }

  private boolean timeToContinueAsNew() {
    return Workflow.getInfo().isContinueAsNewSuggested() && Workflow.isEveryHandlerFinished();
  }

  private List<String> stepNames() {
    List<String> names = new ArrayList<>();
    if (carriedOn) {
      names.add(EARLIER);
    } else {
      names.addAll(construction.stepNames());
      names.addAll(SetupVerification.stepNames());
    }
    return names;
  }

  private Optional<String> headline() {
    return record.status().waitingFor();
  }

  @Override
  public void approve(Decision decision) {
    answer(decision, true);
  }

  @Override
  public void reject(Decision decision) {
    answer(decision, false);
  }

  private void answer(Decision decision, boolean yes) {
    if (desk.offer(decision, yes)) {
      passOn();
    } else {
      Workflow.getLogger(getClass()).warn("an answer that does not count was ignored");
    }
  }

  @Override
  public String decide(Decision decision) {
    String text = desk.record(decision);
    passOn();
    return text;
  }

  private void passOn() {
    Decision decision = desk.decision().orElseThrow();
    record.decided(decision);
    if (record.status().approval().isPresent()) {
      construction.showApproval();
    }
    steps.show();
    children.decide(decision);
  }

  @Override
  public void validateDecide(Decision decision) {
    if (destroyAsked) {
      throw ApplicationFailure.newNonRetryableFailure("the setup is being removed", "Refused");
    }
    desk.refuseUnlessValid(decision);
  }

  @Override
  public void retry(Command command) {
    steps.retry();
    children.retry(command);
  }

  @Override
  public Report verify(Command command) {
    String by = command == null || command.by() == null ? "command" : command.by();
    return proof.byCommand(by, underWay, () -> validateVerify(command));
  }

  @Override
  public void validateVerify(Command command) {
    if (destroyAsked || !record.isFinished()) {
      throw ApplicationFailure.newNonRetryableFailure(
          "there is no finished link to verify; phase " + record.status().phase(), "Refused");
    }
  }

  @Override
  public String restart(Restart request) {
    validateRestart(request);
    restartAsked = Optional.of(request);
    return "restarting " + plan.brokers().size() + " brokers, one at a time";
  }

  @Override
  public void validateRestart(Restart request) {
    if (request == null || request.by() == null || request.by().isBlank()) {
      throw ApplicationFailure.newNonRetryableFailure(
          "\"by\" is missing: who asks; example: {\"by\": \"ada\", \"reason\": \"new JVM\"}",
          "Refused");
    }
    if (destroyAsked || restartAsked.isPresent() || !record.isFinished()) {
      throw ApplicationFailure.newNonRetryableFailure(
          "brokers can be restarted when the link stands; phase " + record.status().phase(),
          "Refused");
    }
  }

  @Override
  public void pause(Command command) {
    rollouts.pause(command);
  }

  @Override
  public void resume(Command command) {
    rollouts.resume(command);
  }

  @Override
  public void abort(Command command) {
    rollouts.abort(command);
  }

  @Override
  public void acceptUnavailable(Command command) {
    rollouts.acceptUnavailable(command);
  }

  @Override
  public void destroy(Command command) {
    destroyAsked = true;
    underWay.cancel("destroy");
  }

  @Override
  public void attention(ParkedStepNotice attention) {
    record.attention(attention);
    steps.show();
  }

  @Override
  public void madeLast(LastCreation last) {
    children.madeLast(last);
  }

  @Override
  public void serviceReady(EndpointService service) {
    construction.serviceReady(service);
  }

  @Override
  public void approvalWanted(EndpointRequest request) {
    desk.ask(request);
    record.approvalWanted(request.minding(construction.mind()), desk.decision());
    construction.showApproval();
    steps.show();
  }

  @Override
  public void verified(Report report) {
    record.verified(report);
    steps.show();
  }

  @Override
  public SetupStatus status() {
    return record.status();
  }

  @Override
  public Progress progress() {
    return steps.progress();
  }
}
