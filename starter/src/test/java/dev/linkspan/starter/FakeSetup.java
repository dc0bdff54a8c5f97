package dev.linkspan.starter;

import dev.linkspan.workflows.connection.ConnectionActivities.EndpointRequest;
import dev.linkspan.workflows.connection.Decision;
import dev.linkspan.workflows.plan.Resource;
import dev.linkspan.workflows.rollout.ListenerRollout;
import dev.linkspan.workflows.rollout.RolloutReport;
import dev.linkspan.workflows.setup.DestroyRequest;
import dev.linkspan.workflows.setup.IgnoredSignal;
import dev.linkspan.workflows.setup.Inventory;
import dev.linkspan.workflows.setup.PrivateLinkSetup;
import dev.linkspan.workflows.setup.RepairRequest;
import dev.linkspan.workflows.setup.ScheduleChange;
import dev.linkspan.workflows.setup.SetupInput;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.setup.UpdateRequest;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.ParkedStepNotice;
import dev.linkspan.workflows.steps.Progress;
import dev.linkspan.workflows.steps.SearchAttributes;
import dev.linkspan.workflows.steps.Step;
import dev.linkspan.workflows.steps.Step.State;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Finding;
import dev.linkspan.workflows.verification.Health;
import dev.linkspan.workflows.verification.PastVerification;
import dev.linkspan.workflows.verification.Repair;
import dev.linkspan.workflows.verification.Repair.Kind;
import dev.linkspan.workflows.verification.Report;
import dev.linkspan.workflows.verification.Standing;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A setup whose steps take no time. Its name chooses the behavior: {@code parks} parks first,
 * {@code breaks} ends with a broken hop, {@code drifts} with a link that is not as planned, {@code
 * at-risk} parks and {@code risky} waits until unavailable topics are accepted, and {@code
 * parks-late} parks instead of restarting. Any other setup waits for a decision and is then ready.
 * The link of {@code repairs} is not as planned until it is repaired, and {@code repairs-on} stays
 * so. {@code leaves-late} is removed once it is retried. A restart runs {@link FakeRollout}.
 */
public final class FakeSetup implements PrivateLinkSetup {
  static final String ENDPOINT = "ep-fake";
  private static final Instant STARTED = Instant.parse("2026-11-24T00:00:00Z");
  private static final Instant DECIDED = Instant.parse("2026-11-24T00:00:02Z");
  private static final Instant ENDED = Instant.parse("2026-11-24T00:00:01.500Z");

  private static final List<Check> DRIFTS =
      List.of(
          Check.failed(Optional.of(1), "listener 9093", "there is none")
              .expecting("tcp 9093, Running")
              .repairedBy(Repair.adds(Kind.LISTENER, "broker-1")),
          Check.failed(Optional.empty(), "endpoint service auto-accept", "it is on")
              .asDrift()
              .expecting("off")
              .repairedBy(Repair.changes(Kind.ENDPOINT_SERVICE, "")),
          Check.failed(Optional.of(2), "clock", "120 s ahead")
              .asDrift()
              .remedy("Start chronyd on broker 2."));

  private final String name;
  private Phase phase = Phase.BUILDING;
  private Optional<Decision> decision = Optional.empty();
  private Optional<Report> report = Optional.empty();
  private Optional<RolloutReport> rollout = Optional.empty();
  private Optional<Restart> restart = Optional.empty();
  private Optional<RepairRequest> repair = Optional.empty();
  private Optional<IgnoredSignal> ignored = Optional.empty();
  private boolean repaired;
  private boolean rolled;
  private boolean retried;
  private boolean accepted;
  private boolean destroyed;

  @WorkflowInit
  public FakeSetup(SetupInput input) {
    this.name = input.plan().name();
    this.destroyed = input.carried().isPresent();
  }

  @Override
  public void run(SetupInput input) {
    if (name.equals("parks") && !destroyed) {
      enter(Phase.PARKED);
      Workflow.await(() -> retried || destroyed);
    }
    if (name.equals("at-risk") && !destroyed) {
      enter(Phase.PARKED);
    }
    if (name.equals("at-risk") || name.equals("risky")) {
      Workflow.await(() -> accepted || destroyed);
    }
    if (!destroyed) {
      enter(Phase.AWAITING_APPROVAL);
      Workflow.await(() -> decision.isPresent() || destroyed);
    }
    if (!destroyed) {
      report = Optional.of(report("setup"));
      enter(report.get().healthy() ? Phase.READY : Phase.BROKEN);
      serve();
    }
    if (name.equals("leaves-late")) {
      enter(Phase.DESTROYING);
      Workflow.await(() -> retried);
    }
    enter(Phase.DESTROYED);
  }

  private void serve() {
    while (!destroyed) {
      Workflow.await(() -> destroyed || restart.isPresent() || repair.isPresent());
      if (!destroyed && repair.isPresent()) {
        enter(Phase.REPAIRING);
        repaired = true;
        report = Optional.of(report("repair by " + repair.get().by()));
        repair = Optional.empty();
        enter(report.get().healthy() ? Phase.READY : Phase.BROKEN);
      } else if (!destroyed) {
        roll(restart.get());
        restart = Optional.empty();
      }
    }
  }

  private void roll(Restart asked) {
    if (name.equals("parks-late")) {
      enter(Phase.PARKED);
      Workflow.await(() -> retried || destroyed);
    }
    enter(Phase.RESTARTING);
    rolled = true;
    ListenerRollout child =
        Workflow.newChildWorkflowStub(
            ListenerRollout.class,
            ChildWorkflowOptions.newBuilder().setWorkflowId(ListenerRollout.id(name)).build());
    rollout =
        Optional.of(child.run(FakeRollout.input(name, new Command(asked.by(), asked.reason()))));
    enter(Phase.READY);
  }

  private void signalRollout(String signal, Command command) {
    Workflow.newUntypedExternalWorkflowStub(ListenerRollout.id(name)).signal(signal, command);
  }

  @Override
  public String restart(Restart request) {
    restart = Optional.of(request);
    return "restarting 3 brokers, one at a time";
  }

  @Override
  public void validateRestart(Restart request) {
    if (phase != Phase.READY) {
      throw ApplicationFailure.newNonRetryableFailure(
          "brokers can be restarted when the link stands; phase " + phase, "Refused");
    }
  }

  @Override
  public String repair(RepairRequest request) {
    repair = Optional.of(request);
    return "repairing: " + request.only();
  }

  @Override
  public void validateRepair(RepairRequest request) {
    if (request.by().equals("nobody")) {
      throw ApplicationFailure.newNonRetryableFailure("nobody may not repair", "Refused");
    }
  }

  @Override
  public void repairFindings(RepairRequest request) {
    repair = Optional.of(request);
  }

  @Override
  public String update(UpdateRequest request) {
    report = Optional.of(report("update"));
    return "updating " + request.plan().name();
  }

  @Override
  public void validateUpdate(UpdateRequest request) {}

  @Override
  public String schedule(ScheduleChange change) {
    return "the link is verified every " + change.every();
  }

  @Override
  public void validateSchedule(ScheduleChange change) {}

  @Override
  public void pause(Command command) {
    signalRollout("pause", command);
  }

  @Override
  public void resume(Command command) {
    signalRollout("resume", command);
  }

  @Override
  public void abort(Command command) {
    signalRollout("abort", command);
  }

  @Override
  public void acceptUnavailable(Command command) {
    accepted = true;
  }

  private void enter(Phase next) {
    phase = next;
    Workflow.upsertTypedSearchAttributes(SearchAttributes.PHASE.valueSet(next.name()));
  }

  private Report report(String trigger) {
    boolean fine = !name.equals("breaks");
    if (name.startsWith("repairs") && !(repaired && name.equals("repairs"))) {
      return new Report(ENDED, trigger, DRIFTS);
    }
    return new Report(
        ENDED,
        trigger,
        List.of(
            Check.passed(Optional.empty(), "endpoint connection", "Connected"),
            Check.of(Optional.empty(), "whitelist", !name.equals("drifts"), "a stranger is on it")
                .asDrift()
                .expecting("only 5500000000000001")
                .remedy("Take it off."),
            Check.of(Optional.of(1), "load balancer listener 9093", fine, "1 backend")));
  }

  @Override
  public void approve(Decision given) {
    answer(given.as(true));
  }

  @Override
  public void reject(Decision given) {
    answer(given.as(false));
  }

  private void answer(Decision given) {
    if (given.endpointId() != null && !given.endpointId().equals(ENDPOINT)) {
      ignored = Optional.of(new IgnoredSignal(ENDED, "not " + given.endpointId()));
    } else {
      decision = Optional.of(taken(given));
    }
  }

  private static Decision taken(Decision given) {
    return new Decision(
        given.approved(), given.by(), given.reason(), given.endpointId(), DECIDED, null);
  }

  @Override
  public String decide(Decision given) {
    decision = Optional.of(taken(given));
    return "recorded: " + given.approved() + " by " + given.by();
  }

  @Override
  public void validateDecide(Decision given) {
    if (given.by().equals("nobody")) {
      throw ApplicationFailure.newNonRetryableFailure("nobody may not decide", "Refused");
    }
  }

  @Override
  public void retry(Command command) {
    retried = true;
  }

  @Override
  public Report verify(Command command) {
    report = Optional.of(report(command.by()));
    return report.get();
  }

  @Override
  public void validateVerify(Command command) {}

  @Override
  public void destroy(DestroyRequest request) {
    if (Boolean.TRUE.equals(request.restoreBrokers())) {
      rollout =
          Optional.of(
              new RolloutReport(
                  ListenerRollout.REMOVAL,
                  "ada",
                  STARTED,
                  ENDED,
                  Optional.empty(),
                  List.of(),
                  Optional.empty(),
                  Duration.ZERO,
                  List.of()));
    }
    destroyed |= name.equals(request.setup());
  }

  @Override
  public SetupStatus status() {
    boolean parked = phase == Phase.PARKED;
    return new SetupStatus(
        name,
        "ap-southeast-1",
        "setup-id",
        phase,
        parked ? Optional.of("Parked: VPC") : Optional.empty(),
        parked
            ? List.of(
                new ParkedStepNotice(
                    PrivateLinkSetup.id(name), "VPC", true, "no right", "grant it"))
            : List.of(),
        phase == Phase.AWAITING_APPROVAL
            ? Optional.of(
                new EndpointRequest(
                    "epsrv-1", ENDPOINT, "5500000000000001", List.of("a", "b"), STARTED))
            : Optional.empty(),
        decision,
        new Inventory(List.of(new Resource("VPC", "vpc", "vpc-1")), Optional.empty()),
        report,
        report.map(r -> Finding.after(r, List.of())).orElse(List.of()),
        report.map(r -> PastVerification.after(r, List.of())).orElse(List.of()),
        rollout,
        ignored,
        report
            .map(r -> Standing.NEW.after(r, Finding.after(r, List.of())).health())
            .orElse(Health.UNKNOWN),
        Standing.NEW);
  }

  @Override
  public Progress progress() {
    boolean waits = phase == Phase.AWAITING_APPROVAL || phase == Phase.PARKED;
    return new Progress(
        PrivateLinkSetup.id(name),
        "Private link " + name,
        List.of(
            new Step(
                "VPC", State.DONE, Optional.of(STARTED), Optional.of(ENDED), 1, Optional.empty()),
            new Step(
                "Approval",
                waits ? State.AWAITING_APPROVAL : State.DONE,
                Optional.of(STARTED),
                waits ? Optional.empty() : Optional.of(ENDED),
                1,
                Optional.empty())),
        rolled
            ? List.of("a-child-that-never-was", ListenerRollout.id(name))
            : List.of("a-child-that-never-was"));
  }
}
