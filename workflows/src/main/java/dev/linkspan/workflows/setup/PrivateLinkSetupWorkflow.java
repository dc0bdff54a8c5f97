package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.connection.ApprovalDecision;
import dev.linkspan.workflows.connection.ConnectionActivities.EndpointRequest;
import dev.linkspan.workflows.connection.Decision;
import dev.linkspan.workflows.exposure.ExposureActivities.EndpointService;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.setup.SetupState.Stage;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.LastCreation;
import dev.linkspan.workflows.steps.Message;
import dev.linkspan.workflows.steps.Messages;
import dev.linkspan.workflows.steps.ParkedStepNotice;
import dev.linkspan.workflows.steps.Progress;
import dev.linkspan.workflows.steps.Steps;
import dev.linkspan.workflows.steps.WorkflowTime;
import dev.linkspan.workflows.verification.Report;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Builds the link, carries out requests, tears the link down. {@code destroy} ends the construction
 * or a verification at any point, and waits until the work in progress has stopped. Canceling the
 * workflow itself (instead of sending {@code destroy}) leaves all or nothing: a finished link
 * stays, a link under construction is torn down, and a teardown goes on to its end.
 */
public final class PrivateLinkSetupWorkflow implements PrivateLinkSetup {
  private static final String BUILT_EARLIER = "Link, built before this run";

  /** Shown only if something unexpected happens outside of the other steps. */
  private static final String CONSTRUCTION = "Construction of the link";

  private static final String TEARDOWN = "Removal of everything";

  private final SetupInput input;
  private final Plan plan;
  private final Owner owner;
  private final boolean continued;
  private final SetupRecord record;
  private final RequestValidation requests;
  private final Steps steps;
  private final ChildWorkflows children;
  private final Rollouts rollouts;
  private final LinkConstruction construction;
  private final SetupTeardown teardown;
  private final SetupVerification verification;
  private final SetupRepair repair;
  private final Notices notices;
  private final EndpointApproval approval;
  private final RequestedChanges requested;
  private final LinkWork work;
  private final LinkOperation operation;
  private boolean linkFinished;

  @WorkflowInit
  public PrivateLinkSetupWorkflow(SetupInput input) {
    this.input = input;
    this.plan = input.plan();
    this.continued = input.carried().isPresent();
    this.linkFinished = continued;
    String setupId = input.setupId().orElseGet(() -> Workflow.getInfo().getFirstExecutionRunId());
    this.owner = Owner.of(plan, setupId);
    this.record =
        new SetupRecord(
            owner,
            input.carried().map(from -> from.state()).orElse(SetupState.NEW),
            plan.verification().repair(),
            input.searchAttributes());
    this.requests = new RequestValidation(record);
    this.requested = new RequestedChanges(plan);
    this.steps =
        new Steps(plan.name(), "Private link " + plan.name(), this::stepParked, record::headline);
    this.children = new ChildWorkflows(plan.name(), steps, this::childClosed);
    this.rollouts = new Rollouts(plan, owner, steps, record, children, this::ignored);
    ApprovalDecision decision = ApprovalDecision.after(record.state().decision());
    this.construction =
        new LinkConstruction(plan, owner, steps, record, children, rollouts, decision);
    this.verification = new SetupVerification(plan, owner, steps, record, children);
    this.repair =
        new SetupRepair(
            plan.verification().repair(), steps, record, children, rollouts, verification);
    SetupUpdate update =
        new SetupUpdate(
            plan, owner, steps, record, rollouts, construction.addition(), verification);
    this.notices = new Notices(plan, owner);
    this.work = new LinkWork(plan.name(), record, steps, notices, input.onlyTeardown());
    this.operation =
        new LinkOperation(
            record,
            steps,
            rollouts,
            verification,
            repair,
            update,
            requested,
            work,
            new NextRun(input, owner, record, children, notices));
    this.approval =
        new EndpointApproval(
            plan.connection().approval(),
            decision,
            record,
            steps,
            children,
            construction,
            notices,
            this::ignored);
    this.teardown =
        new SetupTeardown(
            plan,
            owner,
            steps,
            record,
            children,
            construction,
            new EarlierRun(plan, owner, steps, children),
            new BrokerRestoration(plan, owner, steps, record, construction, input.restoration()));
    new Messages(children::isChild, this::ignored)
        .onFailingActivities(steps)
        .on(Message.PARKED_STEP, ParkedStepNotice.class, this::stepParked)
        .on(Message.LAST_CREATION, LastCreation.class, children::lastCreation)
        .on(
            Message.ENDPOINT_SERVICE_READY,
            EndpointService.class,
            construction::endpointServiceReady)
        .on(Message.APPROVAL_REQUESTED, EndpointRequest.class, approval::requested)
        .on(Message.VERIFIED, Report.class, this::verified)
        .open();
    steps.plan(stepNames());
  }

  @Override
  public void run(SetupInput started) {
    record.begin();
    children.open();
    verification.open();
    notices.open(input.carried().map(SetupInput.Carried::notices).orElse(List.of()));
    try {
      if (continued && !work.isDestroyRequested()) {
        steps.run(BUILT_EARLIER, owner::setupId);
        operation.updateIfAsked();
      } else if (!work.isDestroyRequested()) {
        build();
      }
      operation.run();
    } catch (TemporalFailure cancelled) {
      leaveAllOrNothing();
      throw cancelled;
    }
    tearDown();
  }

  private void leaveAllOrNothing() {
    if (linkFinished) {
      record.change(SetupState::finished);
      steps.show();
    } else if (CancellationScope.current().isCancelRequested()) {
      work.destroyAfterwards();
      tearDown();
    }
  }

  /** Detached: a cancellation from now on must not leave half of the link. */
  private void tearDown() {
    Workflow.newDetachedCancellationScope(
            () -> {
              work.awaitEnd();
              steps.guarded(TEARDOWN, () -> teardown.run(input));
              Workflow.await(Workflow::isEveryHandlerFinished);
            })
        .run();
  }

  private void build() {
    work.finish(
        CONSTRUCTION,
        () -> {
          steps.guarded(CONSTRUCTION, this::buildAndVerify);
          linkFinished = true;
        });
  }

  private void buildAndVerify() {
    Link link = construction.build();
    record.change(state -> state.with(link));
    verification.afterConstruction();
  }

  private List<String> stepNames() {
    if (input.onlyTeardown()) {
      return teardown.stepNames();
    }
    if (continued) {
      return List.of(BUILT_EARLIER);
    }
    List<String> names = new ArrayList<>(construction.stepNames());
    names.addAll(SetupVerification.stepNames());
    return names;
  }

  @Override
  public void approve(Decision decision) {
    answer(decision, true);
  }

  @Override
  public void reject(Decision decision) {
    answer(decision, false);
  }

  private void answer(Decision decision, boolean approved) {
    if (work.isDestroyRequested()) {
      ignored(RequestValidation.DESTROYED);
    } else {
      approval.answer(decision, approved);
    }
  }

  /** A signal gets no reply, so the reason stands in the status. */
  private void ignored(String reason) {
    Instant now = WorkflowTime.now();
    record.change(state -> state.with(new IgnoredSignal(now, reason)));
    steps.show();
  }

  @Override
  public String decide(Decision decision) {
    return approval.decide(decision);
  }

  @Override
  public void validateDecide(Decision decision) {
    requests.decide(work.isDestroyRequested());
    approval.refuseUnlessValid(decision);
  }

  @Override
  public void retry(Command command) {
    steps.retry();
    children.retry(command);
  }

  @Override
  public Report verify(Command command) {
    String by = command == null || command.by() == null ? "command" : command.by();
    return verification.onRequest(by, work.cancellable(), () -> validateVerify(command));
  }

  @Override
  public void validateVerify(Command command) {
    requests.verify(work.isDestroyRequested());
  }

  @Override
  public String restart(Restart request) {
    validateRestart(request);
    return requested.keep(request);
  }

  @Override
  public void validateRestart(Restart request) {
    requests.restart(request, isOccupied());
  }

  /** Whether the setup is to be destroyed, or has a request to carry out. */
  private boolean isOccupied() {
    return work.isDestroyRequested() || !requested.isEmpty() || repair.isRequested();
  }

  @Override
  public String update(UpdateRequest request) {
    validateUpdate(request);
    return requested.keep(request);
  }

  @Override
  public void validateUpdate(UpdateRequest request) {
    requests.update(request, plan, isOccupied());
  }

  @Override
  public String repair(RepairRequest request) {
    validateRepair(request);
    return repair.request(request);
  }

  @Override
  public void validateRepair(RepairRequest request) {
    requests.repair(request, isOccupied());
  }

  @Override
  public void repairFindings(RepairRequest request) {
    try {
      repair(request);
    } catch (ApplicationFailure refused) {
      ignored(refused.getOriginalMessage());
    }
  }

  @Override
  public String schedule(ScheduleChange change) {
    validateSchedule(change);
    return verification.set(change.recurrence());
  }

  @Override
  public void validateSchedule(ScheduleChange change) {
    requests.schedule(change, work.isDestroyRequested());
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
  public void destroy(DestroyRequest request) {
    Optional<String> problem = DestroyRequest.problem(request, plan.name());
    if (problem.isPresent()) {
      ignored(problem.get());
      return;
    }
    teardown.request(request, work.isDestroyRequested(), this::ignored);
    work.destroy();
  }

  private void stepParked(ParkedStepNotice notice) {
    if (notice.parked() && record.state().parked().stream().noneMatch(notice::isAboutSameStep)) {
      notices.parked(notice);
    }
    record.change(state -> state.with(notice));
    steps.show();
  }

  /** A child that was terminated does not report that its parked steps are over. */
  private void childClosed(String workflow) {
    if (record.state().parked().stream().anyMatch(step -> step.workflow().equals(workflow))) {
      record.change(state -> state.withoutStepsOf(workflow));
      steps.show();
    }
  }

  /** A verification that the schedule started before a change of the link says nothing after it. */
  private void verified(Report report) {
    boolean ofConstruction = report.trigger().equals(Report.SETUP);
    if (record.isFinished() || (record.state().stage() == Stage.BUILDING && ofConstruction)) {
      verification.reported(report);
    }
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
