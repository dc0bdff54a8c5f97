package dev.linkspan.workflows.rollout;

import dev.linkspan.workflows.kafka.BrokerActivities;
import dev.linkspan.workflows.kafka.ClusterActivities;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterHealth;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.rollout.AuditActivities.Audit;
import dev.linkspan.workflows.rollout.BrokerRollout.Rolled;
import dev.linkspan.workflows.rollout.RolloutReport.BrokerRestart;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.ConcurrentSteps;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.steps.Progress;
import dev.linkspan.workflows.steps.Steps;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Everything that can be found out beforehand comes before the first broker is touched: whether it
 * is the right cluster, which topics are at risk, whether every file can be changed. Then one
 * broker after the other. A change of the order of steps needs {@code Workflow.getVersion}.
 */
public final class ListenerRolloutWorkflow implements ListenerRollout {
  private static final String CLUSTER = "Cluster before the first broker";
  private static final String FILES = "Changes of every broker's file";
  private static final String DOWN = "Brokers that were down";
  private static final String AUDIT = "Audit";
  private static final String AUDIT_END = "End of the audit";
  private static final String LOOK = "Which broker is next";
  private static final int CLEAN_READS = 3;
  private static final Duration IN_SYNC_PATIENCE = Duration.ofMinutes(10);

  private final Input input;
  private final Owner owner;
  private final ClusterAccess access;
  private final RolloutOrder order;
  private final RolloutPreconditions checks;
  private final Steps steps;
  private final RolloutControls controls;
  private final ConcurrentSteps branches = new ConcurrentSteps();
  private final Set<Integer> done = new TreeSet<>();
  private final List<BrokerRestart> restarts = new ArrayList<>();
  private final String audit;
  private Optional<Promise<Void>> started = Optional.empty();
  private Promise<Void> leads = Workflow.newPromise((Void) null);
  private Instant lastInSync = Instant.EPOCH;
  private Duration pauses = Duration.ZERO;

  @WorkflowInit
  public ListenerRolloutWorkflow(Input input) {
    this.input = input;
    this.owner = input.owner();
    this.access = input.access();
    this.order = new RolloutOrder(input.brokers());
    this.checks = new RolloutPreconditions(input);
    this.steps = Steps.ofChild("Rollout, one broker at a time", input.setupWorkflow());
    this.controls = new RolloutControls(steps, input.acceptUnavailable());
    this.audit = Workflow.getInfo().getRunId().substring(0, 8);
    steps.plan(stepNames());
  }

  @Override
  public RolloutReport run(Input given) {
    return branches.joined(this::rollOut);
  }

  private RolloutReport rollOut() {
    Instant begun = now();
    Optional<Audit> noticed = Optional.empty();
    try {
      steps.run(CLUSTER, () -> checks.cluster(controls.unavailableAccepted()));
      steps.run(FILES, () -> checks.files(branches));
      startAudit();
      rollAll();
    } catch (Steps.Abandoned abandoned) {
      Workflow.getLogger(getClass()).info("aborted while parked");
    }
    if (well(started)) {
      noticed =
          Optional.of(
              steps.call(
                  AUDIT_END,
                  AuditActivities::withSummary,
                  clients -> clients.stop(owner, access, audit)));
    }
    var unused = well(Optional.of(leads));
    String left = controls.aborted().isPresent() ? "left as it was" : "runs as it shall already";
    input.brokers().stream()
        .filter(broker -> !done.contains(broker.nodeId()))
        .flatMap(broker -> new BrokerStepNames(broker.nodeId()).all().stream())
        .forEach(name -> steps.skipUnlessBegun(name, left));
    return new RolloutReport(
        why(),
        RolloutControls.who(input.why()),
        begun,
        now(),
        controls.aborted(),
        List.copyOf(restarts),
        noticed,
        pauses);
  }

  /** Waits for the end of what runs beside; false where it was given up, or never begun. */
  private static boolean well(Optional<Promise<Void>> beside) {
    try {
      beside.ifPresent(Promise::get);
      return beside.isPresent();
    } catch (Steps.Abandoned abandoned) {
      return false;
    }
  }

  private void startAudit() {
    if (input.policy().audit()) {
      started = Optional.of(branches.go(this::awaitAudit));
    } else {
      steps.skip(AUDIT, "not wanted");
      steps.skip(AUDIT_END, "not wanted");
    }
  }

  private void awaitAudit() {
    steps.perform(
        AUDIT, AuditActivities::withSummary, clients -> clients.start(owner, access, audit));
  }

  private void rollAll() {
    ClusterHealth health = look();
    Optional<RollingBroker> next = order.next(health, done);
    while (next.isPresent()) {
      controls.awaitGoAhead();
      if (controls.aborted().isPresent()) {
        break;
      }
      health = withAllUp(roll(next.get(), order.allExposed(health)));
      next = order.next(health, done);
      if (next.isPresent()) {
        soak();
      }
    }
  }

  /**
   * A broker that is down before the first look is started first: an earlier rollout may have left
   * it so. One that goes down later does so because of somebody else: a person is asked.
   */
  private ClusterHealth look() {
    return withAllUp(
        steps.call(
            LOOK, ClusterActivities::withSummary, cluster -> cluster.inspect(owner, access)));
  }

  private ClusterHealth withAllUp(ClusterHealth health) {
    List<RollingBroker> down = order.down(health);
    if (down.isEmpty()) {
      if (done.isEmpty()) {
        steps.skip(DOWN, "none");
      }
      return health;
    }
    boolean[] asked = {done.isEmpty()};
    steps.run(
        DOWN,
        () -> {
          if (!asked[0]) {
            asked[0] = true;
            throw Failures.needsPerson(
                "down, and not because of this rollout: " + ids(down),
                "Find out why. `retry` starts what is still down, and goes on.");
          }
          ConcurrentSteps.all(branches.each(down, this::startAsItIs));
          return DOWN;
        });
    return steps.call(
        LOOK,
        ClusterActivities::withSummary,
        cluster ->
            cluster.awaitInSync(
                owner, access, CLEAN_READS, input.policy().patience().orElse(IN_SYNC_PATIENCE)));
  }

  private String startAsItIs(RollingBroker broker) {
    BrokerActivities.withSummary("Start of broker " + broker.nodeId())
        .start(owner, broker.node(), broker.service());
    return broker.node().name();
  }

  private static String ids(List<RollingBroker> brokers) {
    return brokers.stream().map(b -> "broker " + b.nodeId()).collect(Collectors.joining(", "));
  }

  private ClusterHealth roll(RollingBroker broker, boolean exposed) {
    Promise<Void> before = leads;
    Promise<Void> ready = branches.go(() -> prepare(broker, before));
    Rolled rolled =
        new BrokerRollout(input, steps, branches, broker).roll(exposed, lastInSync, ready);
    leads = rolled.leads();
    lastInSync = rolled.inSyncAt();
    restarts.add(rolled.restart());
    done.add(broker.nodeId());
    return rolled.health();
  }

  /** The broker before leads again, and clients' troubles from now on count for this one. */
  private void prepare(RollingBroker broker, Promise<Void> before) {
    started.ifPresent(
        audits -> {
          audits.get();
          AuditActivities.withSummary("Audit of broker " + broker.nodeId())
              .window(owner, access, audit, "broker " + broker.nodeId());
        });
    before.get();
  }

  private void soak() {
    Duration pause = input.policy().pause();
    if (!pause.isZero()) {
      Instant begun = now();
      Workflow.await(pause, () -> controls.aborted().isPresent());
      pauses = pauses.plus(Duration.between(begun, now()));
    }
  }

  private String why() {
    String given = input.why() == null ? null : input.why().reason();
    return given == null || given.isBlank() ? "new listener for TiDB Cloud" : given;
  }

  private List<String> stepNames() {
    List<String> names = new ArrayList<>(List.of(CLUSTER, FILES, AUDIT, LOOK, DOWN));
    input.brokers().forEach(broker -> names.addAll(new BrokerStepNames(broker.nodeId()).all()));
    names.add(AUDIT_END);
    return names;
  }

  private static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }

  @Override
  public void retry(Command command) {
    controls.goOn();
  }

  @Override
  public void pause(Command command) {
    controls.pause(command);
  }

  @Override
  public void resume(Command command) {
    controls.goOn();
  }

  @Override
  public void abort(Command command) {
    controls.abort(command);
  }

  @Override
  public void acceptUnavailable(Command command) {
    controls.acceptUnavailable();
  }

  @Override
  public Progress progress() {
    return steps.progress();
  }
}
