package dev.linkspan.workflows.rollout;

import dev.linkspan.workflows.exposure.ListenerMembers;
import dev.linkspan.workflows.kafka.BrokerActivities.BrokerFacts;
import dev.linkspan.workflows.kafka.BrokerActivities.ListenerEdit;
import dev.linkspan.workflows.kafka.ClusterActivities;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterHealth;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.rollout.ListenerRollout.Input;
import dev.linkspan.workflows.rollout.RolloutReport.BrokerRestart;
import dev.linkspan.workflows.steps.ConcurrentSteps;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.steps.Steps;
import dev.linkspan.workflows.steps.WorkflowTime;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * Rolls one broker: the gate before it, the change, and the gates after it. Workflow code only.
 *
 * <p>Where a restart is needed (KRaft mode, or no new listener at all):
 *
 * <ol>
 *   <li>Find the broker's process, and wait for the gate: the cluster is in sync, and enough
 *       replicas and voters remain without this broker. Three clean reads in a row pass it; one
 *       read is enough within 30 s of the last time the whole cluster was in sync. A retry skips
 *       the gate if an earlier attempt stopped this broker: it no longer counts for the cluster,
 *       and has to come back (P6, P8).
 *   <li>Wait until the leaders of the broker before are elected and the audit counts for this
 *       broker.
 *   <li>Edit the file in place: the listener, the settings, or both. Write the unit, if it changes.
 *   <li>If the gate passed more than five minutes ago, wait for it again: a step before this one
 *       was parked, or no worker ran. Stop the process with a controlled shutdown, and wait until
 *       it is gone (P11).
 *   <li>Start it, and wait until it serves the wanted address.
 *   <li>If it does not start, or serves another address: stop it, put the old file back, start it,
 *       wait until the cluster is in sync, and only then ask a person (P3). A retry starts again at
 *       step 1.
 *   <li>If the rollout is cancelled during steps 4 to 6, finish them; if they fail, start the
 *       broker again, for ten minutes at most (P8). If it is aborted while it is parked there, put
 *       the old file back and start the broker; if that does not succeed either, the report says
 *       that the broker is down (P7).
 * </ol>
 *
 * <p>In ZooKeeper mode a new listener needs no restart (P10): write the file, add the listener
 * through the Admin API, and wait until the broker serves the address. A listener that is taken out
 * goes in the same way; a broker that was restarted with it meanwhile is restarted once more.
 *
 * <p>In both cases, after the change:
 *
 * <ol>
 *   <li>Wait for three clean reads in a row: the broker is back in every ISR, and has caught up
 *       where it is a voter. The state of the last read decides which broker is next.
 *   <li>Start the election of preferred leaders, which ends while the next gate is waited for.
 *   <li>Wait until the load balancer reports the broker's backends healthy.
 * </ol>
 *
 * <p>{@link ListenerRolloutWorkflow} explains the numbers P1 to P11.
 */
final class BrokerRollout {
  /** How long an observation of the cluster or of a broker's process is good for. */
  private static final Duration RECENT = Duration.ofSeconds(30);

  /** How long a passed gate lets this broker stop: what follows it can wait for a person. */
  private static final Duration GATE_HOLDS = Duration.ofMinutes(5);

  private static final Logger LOG = Workflow.getLogger(BrokerRollout.class);

  private final Input input;
  private final Steps steps;
  private final ConcurrentSteps concurrent;
  private final RollingBroker broker;
  private final BrokerOperations operations;
  private final BrokerStepNames stepNames;
  private final String name;
  private final boolean live;
  private final DownBrokers downBrokers;
  private final BrokerReplacement replacement;
  private boolean changeRetried;
  private Duration gateTime = Duration.ZERO;

  BrokerRollout(Input input, Steps steps, ConcurrentSteps concurrent, RollingBroker broker) {
    this.input = input;
    this.steps = steps;
    this.concurrent = concurrent;
    this.broker = broker;
    this.downBrokers = new DownBrokers(input, concurrent);
    this.operations = new BrokerOperations(input, broker);
    this.stepNames = new BrokerStepNames(broker.nodeId());
    this.replacement = new BrokerReplacement(steps, broker, operations);
    this.name = operations.name();
    this.live = input.access().mode() == Mode.ZOOKEEPER && broker.wanted().isPresent();
  }

  int nodeId() {
    return broker.nodeId();
  }

  /**
   * A broker that is in sync and reachable again.
   *
   * @param health of the cluster at the moment the broker was in sync
   * @param leadersElected done when the broker leads its preferred partitions again
   */
  record RolledBroker(
      BrokerRestart restart,
      ClusterHealth health,
      Instant inSyncAt,
      Promise<Void> leadersElected) {}

  /**
   * Returns when the broker is in sync and the load balancer reaches it.
   *
   * @param allExposed whether all brokers already had the listener before this one: only then can
   *     the bootstrap listener have nothing but healthy backends
   * @param lastInSync when the whole cluster was last seen in sync
   * @param previousFinished done when this broker may be touched; the gate is waited for meanwhile
   */
  RolledBroker roll(boolean allExposed, Instant lastInSync, Promise<Void> previousFinished) {
    Instant begun = WorkflowTime.now();
    steps.run(stepNames.change(), () -> change(lastInSync, previousFinished));
    Instant changed = WorkflowTime.now();
    ClusterHealth health = awaitInSync();
    Instant inSync = WorkflowTime.now();
    LOG.info(
        "{} is in sync after {}; active controller: {}",
        name,
        Duration.between(changed, inSync),
        health.activeController());
    Promise<Void> leadersElected = concurrent.go(this::electLeaders);
    steps.run(stepNames.backends(), () -> awaitBackends(allExposed));
    Instant reachable = WorkflowTime.now();
    LOG.info("{}: backends healthy after {}", name, Duration.between(inSync, reachable));
    BrokerRestart restart = restarted(begun, changed, inSync, reachable);
    return new RolledBroker(restart, health, inSync, leadersElected);
  }

  private String change(Instant lastInSync, Promise<Void> previousFinished) {
    if (live) {
      return changeLive(previousFinished);
    }
    return isWithoutListener(previousFinished) ? name : restart(lastInSync, previousFinished);
  }

  /** Whether the listener was taken out without a restart, as ZooKeeper mode mostly allows. */
  private boolean isWithoutListener(Promise<Void> previousFinished) {
    if (operations.removed().isEmpty() || input.access().mode() != Mode.ZOOKEEPER) {
      return false;
    }
    previousFinished.get();
    replacement.remove(operations.removed().get());
    operations.clearListeners();
    return !operations.advertisesExternal();
  }

  private ClusterHealth awaitInSync() {
    boolean[] retried = {false};
    return steps.call(
        stepNames.inSync(),
        ClusterActivities::withSummary,
        cluster -> {
          if (retried[0]) {
            downBrokers.startFound();
          }
          retried[0] = true;
          return withoutListener(
              downBrokers.named(
                  broker, () -> operations.awaitInSync(cluster, BrokerOperations.CLEAN_READS)));
        });
  }

  private ClusterHealth withoutListener(ClusterHealth health) {
    if (operations.removed().isPresent()
        && health.advertisedExternal().containsKey(broker.nodeId())) {
      throw Failures.needsPerson(
          name + " still advertises the listener, which is no longer in its file",
          "Find out where else the broker takes it from, restart the broker without it, then retry.");
    }
    return health;
  }

  private void electLeaders() {
    steps.perform(
        stepNames.leaders(),
        ClusterActivities::withSummary,
        cluster -> cluster.electPreferredLeaders(input.owner(), input.access()));
    LOG.info("{}: preferred leaders elected", name);
  }

  private BrokerRestart restarted(
      Instant begun, Instant changed, Instant inSync, Instant reachable) {
    return new BrokerRestart(
        broker.nodeId(),
        reason(),
        live || (operations.removed().isPresent() && !replacement.stopRequested()),
        begun,
        gateTime,
        replacement.stopTime(),
        replacement.startTime(),
        Duration.between(changed, inSync),
        Duration.between(inSync, reachable),
        Duration.between(begun, reachable));
  }

  private String reason() {
    return broker
        .wanted()
        .map(wanted -> wanted.name() + " advertised as " + wanted.advertised())
        .or(() -> RolloutControls.reasonOf(input.why()))
        .orElse("restart requested");
  }

  private String changeLive(Promise<Void> previousFinished) {
    previousFinished.get();
    ExternalListener wanted = broker.wanted().orElseThrow();
    ListenerEdit edit = replacement.write(wanted);
    operations.alterListeners(edit);
    operations.awaitAdvertised(wanted);
    LOG.info("{} serves {}, changed live without a restart", name, wanted.advertised());
    return name;
  }

  private String restart(Instant lastInSync, Promise<Void> previousFinished) {
    Instant begun = WorkflowTime.now();
    if (changeRetried) {
      startDown();
    }
    changeRetried = true;
    Promise<BrokerFacts> found = concurrent.start(operations::survey);
    boolean out = isAlreadyOut();
    if (out) {
      LOG.info("{} is out of the cluster since an earlier attempt: no gate, it comes back", name);
    } else {
      awaitGate(
          isRecent(Duration.between(lastInSync, begun)) ? 1 : BrokerOperations.CLEAN_READS, begun);
    }
    Instant passed = WorkflowTime.now();
    previousFinished.get();
    gateTime = WorkflowTime.since(begun);
    // After a long wait the process found at the beginning may be gone.
    BrokerFacts facts = isRecent(gateTime) ? found.get() : operations.survey();
    broker.wanted().ifPresent(replacement::write);
    operations.removed().ifPresent(replacement::remove);
    replacement.writeSettings();
    replacement.writeUnit();
    if (!out && WorkflowTime.since(passed).compareTo(GATE_HOLDS) > 0) {
      awaitGate(BrokerOperations.CLEAN_READS, begun);
      facts = operations.survey();
    }
    replacement.replaceOrBringBack(facts.process());
    return name;
  }

  /** This broker too, unless it is down because of the rollout: then it comes back below. */
  private void startDown() {
    if (replacement.stopRequested()) {
      downBrokers.startOthers(broker);
    } else {
      downBrokers.startFound();
    }
  }

  /**
   * Whether an earlier attempt took this broker out of the cluster. The gate never passes for a
   * broker that is absent, and this one has to come back.
   */
  private boolean isAlreadyOut() {
    return replacement.stopRequested() && !operations.isRegistered();
  }

  private void awaitGate(int reads, Instant begun) {
    downBrokers.named(
        broker,
        () -> {
          operations.awaitGate(reads);
          return name;
        });
    LOG.info(
        "{}: gate passed with {} clean read(s) after {}", name, reads, WorkflowTime.since(begun));
  }

  private String awaitBackends(boolean allExposed) {
    for (ListenerMembers listener : input.listeners()) {
      boolean own = listener.nodeId().equals(Optional.of(broker.nodeId()));
      if (own || (allExposed && listener.nodeId().isEmpty())) {
        operations.awaitHealthyBackends(listener);
      }
    }
    return name;
  }

  /**
   * Brings the broker back after the rollout was aborted, if the rollout stopped it.
   *
   * @return whether the broker is not down because of the rollout
   */
  boolean bringBackAfterAbort() {
    return replacement.bringBackAfterAbort();
  }

  private static boolean isRecent(Duration age) {
    return age.compareTo(RECENT) < 0;
  }
}
