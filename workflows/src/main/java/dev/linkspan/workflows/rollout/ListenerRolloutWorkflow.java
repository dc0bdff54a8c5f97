package dev.linkspan.workflows.rollout;

import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterHealth;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.rollout.AuditActivities.Audit;
import dev.linkspan.workflows.rollout.BrokerRollout.RolledBroker;
import dev.linkspan.workflows.rollout.RolloutReport.BrokerRestart;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.ConcurrentSteps;
import dev.linkspan.workflows.steps.Messages;
import dev.linkspan.workflows.steps.Progress;
import dev.linkspan.workflows.steps.Steps;
import dev.linkspan.workflows.steps.WorkflowTime;
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
import org.slf4j.Logger;

/**
 * Rolls the brokers of one Kafka cluster, one at a time.
 *
 * <p>The algorithm:
 *
 * <ol>
 *   <li>Check the cluster ({@link RolloutPreconditions#cluster}): it is the one of the plan, every
 *       broker and voter is there, and a person has accepted every topic that restarts make
 *       unavailable.
 *   <li>Check the files ({@link RolloutPreconditions#files}): each belongs to its broker, and can
 *       get the listener without changing another one.
 *   <li>Start the audit, a producer and a consumer that run beside the rollout. The first broker
 *       waits for it. The spec can switch it off.
 *   <li>Read the state of the cluster. Start the brokers that are down, as they are, and wait until
 *       the cluster is in sync.
 *   <li>Choose the next broker ({@link RolloutOrder}) from the latest state: the lowest id among
 *       those that are not yet as wanted, the active controller last. Stop here if there is none.
 *   <li>While the rollout is paused, park. If it is aborted, go to step 10.
 *   <li>Roll the broker ({@link BrokerRollout}).
 *   <li>If a broker is down now, park: this is not the rollout's doing. A retry starts the broker
 *       and waits until the cluster is in sync.
 *   <li>Wait for the pause that the spec wants between brokers. Go to step 5.
 *   <li>Stop the audit, wait for the last election of preferred leaders, and report.
 * </ol>
 *
 * <p>A rollout that takes listeners out of the brokers does the same with these differences: before
 * the first broker is rolled, the listener goes out of the files of brokers that don't run with it;
 * the others are rolled without it, and no backends are waited for.
 *
 * <p>What it promises:
 *
 * <ul>
 *   <li>P1: At most one broker is down because of the rollout.
 *   <li>P2: The active controller is rolled last. It is looked up again after each broker, so the
 *       rollout follows a controller that moves.
 *   <li>P3: A broker that does not start with its new file, or then serves another address, gets
 *       its old file back and is in sync again before a person is asked. No other broker is touched
 *       meanwhile.
 *   <li>P4: No broker is touched before all preconditions hold, for every broker.
 *   <li>P5: A broker that is already as wanted is not restarted, and no broker is rolled twice.
 *       Therefore another rollout finishes what a lost one began.
 *   <li>P6: No broker is stopped, and no file edited, before the broker's gate has passed.
 *   <li>P7: Pause and abort take effect between two brokers: the broker in progress is finished
 *       first. An abort also ends a rollout that is parked. A broker that is down because of the
 *       rollout comes back with its old file then. If that does not succeed, or another broker is
 *       down at the end of an aborted rollout, the report names it and the setup is broken.
 *   <li>P8: A broker that the rollout stopped comes back. A retry starts it without waiting for its
 *       gate again, and a cancelled rollout brings it back before it ends, for which it takes ten
 *       minutes at most.
 *   <li>P9: A broker that is down although no rollout of this setup stopped it halts the rollout
 *       until a person retries, which starts it, if topics miss it or if it went down during the
 *       rollout. Other brokers that are down when the rollout begins are started first.
 *   <li>P10: In ZooKeeper mode a new listener restarts no broker.
 *   <li>P11: Every stop is a controlled shutdown. One that takes too long parks; the rollout never
 *       sends SIGKILL.
 * </ul>
 *
 * <p>Tests carry these numbers in their names. A change of the order of steps changes recorded
 * histories.
 */
public final class ListenerRolloutWorkflow implements ListenerRollout {
  private static final String CLUSTER = "Cluster before the first broker";
  private static final String FILES = "Changes of every broker's file";
  private static final String UNUSED = "Files of brokers that run without the listener";
  private static final Logger LOG = Workflow.getLogger(ListenerRolloutWorkflow.class);

  private Input input;
  private final Owner owner;
  private final RolloutOrder order;
  private final RolloutPreconditions preconditions;
  private final Steps steps;
  private final RolloutControls controls;
  private final ConcurrentSteps concurrent = new ConcurrentSteps();
  private final Set<Integer> rolledIds = new TreeSet<>();
  private final List<BrokerRestart> restarts = new ArrayList<>();
  private final RolloutAudit audit;
  private final DownBrokers downBrokers;
  private Promise<Void> leadersElected = Workflow.newPromise((Void) null);
  private Instant lastInSync = Instant.EPOCH;
  private Duration pauses = Duration.ZERO;
  private boolean startDown;
  private Optional<BrokerRollout> inProgress = Optional.empty();
  private final Set<Integer> leftDown = new TreeSet<>();

  @WorkflowInit
  public ListenerRolloutWorkflow(Input input) {
    this.input = input;
    this.owner = input.owner();
    this.order = RolloutOrder.of(input);
    this.preconditions = new RolloutPreconditions(input);
    this.steps = Steps.ofChild("Rollout, one broker at a time", input.setupWorkflow());
    this.controls = new RolloutControls(steps, input.acceptUnavailable());
    this.downBrokers = new DownBrokers(input, concurrent);
    this.startDown = input.startDown();
    this.audit = new RolloutAudit(owner, input.access(), input.policy().audit(), steps, concurrent);
    Messages.toChild(input.setupWorkflow(), steps).open();
    steps.plan(stepNames());
  }

  @Override
  public RolloutReport run(Input started) {
    return concurrent.joined(this::rollOut);
  }

  private RolloutReport rollOut() {
    Instant begun = WorkflowTime.now();
    LOG.info(
        "Rollout of Kafka cluster {} begins: {}; brokers: {}; asked by {}",
        input.clusterId(),
        reason(),
        DownBrokers.names(input.brokers()),
        RolloutControls.who(input.why()));
    try {
      input = input.with(steps.run(CLUSTER, this::clusterAsItIs));
      steps.run(FILES, () -> preconditions.files(concurrent));
      LOG.info("All preconditions hold");
      audit.start();
      rollAll();
    } catch (Steps.Abandoned abandoned) {
      LOG.info("Aborted while the step \"{}\" was parked", abandoned.getMessage());
      bringBackAfterAbort();
    }
    if (controls.aborted().isPresent()) {
      downBrokers.found().forEach(broker -> leftDown.add(broker.nodeId()));
    }
    Optional<Audit> figures = audit.stop();
    awaitLastElection();
    skipUntouchedBrokers();
    return report(begun, figures);
  }

  /** A person who retries has looked at the brokers that are down, so a retry starts them (P9). */
  private ClusterAccess clusterAsItIs() {
    if (startDown) {
      downBrokers.startAll();
    }
    startDown = true;
    return preconditions.cluster(controls.unavailableAccepted());
  }

  private void bringBackAfterAbort() {
    inProgress
        .filter(broker -> !broker.bringBackAfterAbort())
        .ifPresent(broker -> leftDown.add(broker.nodeId()));
  }

  private RolloutReport report(Instant begun, Optional<Audit> figures) {
    RolloutReport report =
        new RolloutReport(
            reason(),
            RolloutControls.who(input.why()),
            begun,
            WorkflowTime.now(),
            controls.aborted(),
            List.copyOf(restarts),
            figures,
            pauses,
            List.copyOf(leftDown));
    LOG.info(
        "Rollout ends after {}: rolled {}{}",
        report.total(),
        restarts.stream().map(restart -> "broker " + restart.nodeId()).toList(),
        controls.aborted().map(by -> "; " + by).orElse(""));
    return report;
  }

  /** An aborted rollout does not wait for an election that is parked. */
  private void awaitLastElection() {
    try {
      leadersElected.get();
    } catch (Steps.Abandoned abandoned) {
      LOG.info("Aborted while the step \"{}\" was parked", abandoned.getMessage());
    }
  }

  private void skipUntouchedBrokers() {
    String why = controls.aborted().isPresent() ? "left as it was" : "already as wanted";
    for (RollingBroker broker : input.brokers()) {
      if (!rolledIds.contains(broker.nodeId())) {
        LOG.info("Broker {} is not rolled: {}", broker.nodeId(), why);
        new BrokerStepNames(broker.nodeId())
            .all()
            .forEach(name -> steps.skipUnlessBegun(name, why));
      }
    }
  }

  private void rollAll() {
    ClusterHealth health = currentHealth();
    if (input.removes()) {
      removeUnused(health);
    }
    Optional<RollingBroker> next = order.next(health, rolledIds);
    while (next.isPresent()) {
      boolean paused = controls.awaitGoAhead();
      if (controls.aborted().isPresent()) {
        break;
      }
      if (paused) {
        health = currentHealth();
        next = order.next(health, rolledIds);
        continue;
      }
      logChoice(next.get(), health);
      ClusterHealth rolled = roll(next.get(), order.allExposed(health));
      health = betweenBrokers().withAllUp(rolled);
      next = order.next(health, rolledIds);
      if (next.isPresent()) {
        health = pauseBetweenBrokers(health);
        next = order.next(health, rolledIds);
      }
    }
  }

  /** A broker that never ran with the listener that is in its file needs no restart. */
  private void removeUnused(ClusterHealth health) {
    List<RollingBroker> without =
        input.brokers().stream()
            .filter(broker -> !health.advertisedExternal().containsKey(broker.nodeId()))
            .toList();
    if (without.isEmpty()) {
      steps.skip(UNUSED, "none");
      return;
    }
    steps.run(UNUSED, () -> ConcurrentSteps.all(concurrent.each(without, this::removeFromFile)));
  }

  private String removeFromFile(RollingBroker broker) {
    BrokerOperations operations = new BrokerOperations(input, broker);
    operations.removed().ifPresent(operations::removeListener);
    return operations.name();
  }

  private void logChoice(RollingBroker next, ClusterHealth health) {
    LOG.info(
        "Next is broker {}: {}; it advertises {}, wanted: {}",
        next.nodeId(),
        next.nodeId() == health.activeController()
            ? "the active controller, and the last one"
            : "the lowest id, the active controller being " + health.activeController(),
        health
            .advertisedExternal()
            .getOrDefault(next.nodeId(), "no " + input.access().externalListener() + " address"),
        next.wanted().map(wanted -> wanted.advertised()).orElse("a restart"));
  }

  private ClusterHealth currentHealth() {
    return betweenBrokers().current();
  }

  private ClusterBetweenBrokers betweenBrokers() {
    return new ClusterBetweenBrokers(input, steps, downBrokers, rolledIds.isEmpty());
  }

  private ClusterHealth roll(RollingBroker broker, boolean allExposed) {
    Promise<Void> previousElection = leadersElected;
    Promise<Void> previousFinished = concurrent.go(() -> finishPrevious(broker, previousElection));
    BrokerRollout rollout = new BrokerRollout(input, steps, concurrent, broker);
    inProgress = Optional.of(rollout);
    RolledBroker rolled = rollout.roll(allExposed, lastInSync, previousFinished);
    inProgress = Optional.empty();
    leadersElected = rolled.leadersElected();
    lastInSync = rolled.inSyncAt();
    restarts.add(rolled.restart());
    rolledIds.add(broker.nodeId());
    LOG.info(
        "Broker {} is done after {}; left: {}",
        broker.nodeId(),
        rolled.restart().total(),
        input.brokers().size() - rolledIds.size());
    return rolled.health();
  }

  /** From now on the audit counts for this broker, and the previous one leads again. */
  private void finishPrevious(RollingBroker broker, Promise<Void> previousElection) {
    audit.countFor(broker.nodeId());
    previousElection.get();
  }

  /** Returns the state after the pause, in which the controller may have moved. */
  private ClusterHealth pauseBetweenBrokers(ClusterHealth before) {
    Duration pause = input.policy().pause();
    if (pause.isZero()) {
      return before;
    }
    Instant begun = WorkflowTime.now();
    LOG.info("Waiting {} before the next broker", pause);
    Workflow.await(pause, () -> controls.aborted().isPresent());
    pauses = pauses.plus(WorkflowTime.since(begun));
    return controls.aborted().isPresent() ? before : currentHealth();
  }

  private String reason() {
    return RolloutControls.reasonOf(input.why()).orElse("new listener for TiDB Cloud");
  }

  private List<String> stepNames() {
    List<String> names =
        new ArrayList<>(
            List.of(
                CLUSTER,
                FILES,
                RolloutAudit.START,
                ClusterBetweenBrokers.NEXT_BROKER,
                ClusterBetweenBrokers.DOWN));
    if (input.removes()) {
      names.add(UNUSED);
    }
    input.brokers().forEach(broker -> names.addAll(new BrokerStepNames(broker.nodeId()).all()));
    names.add(RolloutAudit.END);
    return names;
  }

  @Override
  public void retry(Command command) {
    controls.goOn(command);
  }

  @Override
  public void pause(Command command) {
    controls.pause(command);
  }

  @Override
  public void resume(Command command) {
    controls.goOn(command);
  }

  @Override
  public void abort(Command command) {
    controls.abort(command);
  }

  @Override
  public void acceptUnavailable(Command command) {
    controls.acceptUnavailable(command);
  }

  @Override
  public Progress progress() {
    return steps.progress();
  }
}
