package dev.linkspan.workflows.rollout;

import dev.linkspan.workflows.exposure.ExposureActivities;
import dev.linkspan.workflows.exposure.ListenerMembers;
import dev.linkspan.workflows.kafka.BrokerActivities;
import dev.linkspan.workflows.kafka.BrokerActivities.BrokerFacts;
import dev.linkspan.workflows.kafka.BrokerActivities.BrokerProcess;
import dev.linkspan.workflows.kafka.BrokerActivities.ListenerEdit;
import dev.linkspan.workflows.kafka.ClusterActivities;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterHealth;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.rollout.ListenerRollout.Input;
import dev.linkspan.workflows.rollout.RolloutReport.BrokerRestart;
import dev.linkspan.workflows.steps.CancellationGracePeriod;
import dev.linkspan.workflows.steps.ConcurrentSteps;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.steps.Steps;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One broker of a rollout: the gate before, the change, the gates after. A broker that does not
 * come up with its new file gets the old one back before a person is asked. Workflow code only.
 */
final class BrokerRollout {
  private static final int CLEAN_READS = 3;
  private static final int GATE_SECONDS = 900;
  private static final int IN_SYNC_SECONDS = 600;
  private static final int BACKEND_SECONDS = 120;

  /** KRaft's controlled shutdown may wait five minutes for a quorum that is gone. */
  private static final int STOP_SECONDS = 330;

  /** For so long a cancelled rollout keeps trying to bring back a broker that it has stopped. */
  private static final Duration TO_COME_BACK = Duration.ofMinutes(10);

  /** For so long what was seen of the cluster and of a broker counts. */
  private static final long RECENT_MILLIS = 30_000;

  private final Input input;
  private final Owner owner;
  private final Steps steps;
  private final ConcurrentSteps branches;
  private final RollingBroker broker;
  private final BrokerStepNames called;
  private final String name;
  private final boolean live;
  private final boolean beside;
  private boolean stopAsked;
  private boolean out;
  private long gateMillis;
  private long stopMillis;
  private long startMillis;

  /**
   * @param beside whether the process is looked for beside the gate, as younger rollouts do
   */
  BrokerRollout(
      Input input, Steps steps, ConcurrentSteps branches, RollingBroker broker, boolean beside) {
    this.input = input;
    this.owner = input.owner();
    this.steps = steps;
    this.branches = branches;
    this.broker = broker;
    this.beside = beside;
    this.called = new BrokerStepNames(broker.nodeId());
    this.name = "broker " + broker.nodeId();
    this.live = input.access().mode() == Mode.ZOOKEEPER && broker.wanted().isPresent();
  }

  /**
   * A broker that is well again.
   *
   * @param health of the cluster when it was in sync
   * @param inSyncAt milliseconds since the epoch
   * @param leads done when it leads again what it should
   */
  record Rolled(BrokerRestart restart, ClusterHealth health, long inSyncAt, Promise<Void> leads) {}

  /**
   * Returns when the broker is well again.
   *
   * @param exposed whether all brokers had the listener before: only then the bootstrap listener
   *     can have healthy backends alone
   * @param lastInSync when the broker before was in sync, milliseconds since the epoch
   * @param ready done when this one may be touched; the gate is looked at meanwhile
   */
  Rolled roll(boolean exposed, long lastInSync, Promise<Void> ready) {
    long begun = Workflow.currentTimeMillis();
    steps.run(called.change(), () -> live ? changeLive(ready) : restart(lastInSync, ready));
    long changed = Workflow.currentTimeMillis();
    ClusterHealth health =
        steps.call(
            called.inSync(),
            ClusterActivities::withSummary,
            cluster ->
                cluster.awaitInSync(owner, input.access(), CLEAN_READS, patience(IN_SYNC_SECONDS)));
    long inSync = Workflow.currentTimeMillis();
    Promise<Void> leads = branches.go(this::electLeaders);
    steps.run(called.backends(), () -> awaitBackends(exposed));
    long reachable = Workflow.currentTimeMillis();
    BrokerRestart restart = restarted(begun, changed, inSync, reachable);
    return new Rolled(restart, health, inSync, leads);
  }

  private void electLeaders() {
    steps.perform(
        called.leaders(),
        ClusterActivities::withSummary,
        cluster -> cluster.electPreferredLeaders(owner, input.access()));
  }

  private BrokerRestart restarted(long begun, long changed, long inSync, long reachable) {
    return new BrokerRestart(
        broker.nodeId(),
        reason(),
        live,
        Instant.ofEpochMilli(begun).toString(),
        gateMillis,
        stopMillis,
        startMillis,
        inSync - changed,
        reachable - inSync,
        reachable - begun);
  }

  private String reason() {
    return broker
        .wanted()
        .map(wanted -> "EXTERNAL advertised as " + wanted.advertised())
        .orElseGet(
            () -> {
              String why = input.why() == null ? null : input.why().reason();
              return why == null || why.isBlank() ? "restart asked for" : why;
            });
  }

  private String changeLive(Promise<Void> ready) {
    ready.get();
    ExternalListener wanted = broker.wanted().orElseThrow();
    ListenerEdit edit = write(wanted);
    ClusterActivities.withSummary("New listener of " + name)
        .alterListeners(owner, input.access(), broker.nodeId(), edit.values());
    awaitAdvertised(wanted);
    return name;
  }

  private String restart(long lastInSync, Promise<Void> ready) {
    long begun = Workflow.currentTimeMillis();
    Optional<Promise<BrokerFacts>> found = processBeside();
    if (!isOut()) {
      int reads = begun - lastInSync < RECENT_MILLIS ? 1 : CLEAN_READS;
      ClusterActivities.withSummary("Gate before " + name)
          .awaitGate(owner, input.access(), broker.nodeId(), reads, patience(GATE_SECONDS));
    }
    ready.get();
    gateMillis = Workflow.currentTimeMillis() - begun;
    boolean recent = gateMillis < RECENT_MILLIS;
    BrokerFacts facts = found.filter(any -> recent).map(Promise::get).orElseGet(this::process);
    Optional<ListenerEdit> edit = broker.wanted().map(this::write);
    CancellationScope rollout = CancellationScope.current();
    CancellationGracePeriod.run(
        TO_COME_BACK,
        () -> {
          try {
            replace(facts.process(), edit);
          } catch (TemporalFailure failed) {
            if (!out || !rollout.isCancelRequested()) {
              throw failed;
            }
            // Nobody asks about this broker once the rollout is over.
            steps.run(called.back(), this::bringBack);
          }
        });
    return name;
  }

  private void replace(Optional<BrokerProcess> process, Optional<ListenerEdit> edit) {
    process.ifPresent(this::stop);
    try {
      start();
      broker.wanted().ifPresent(this::awaitAdvertised);
    } catch (ActivityFailure failed) {
      if (edit.isEmpty()) {
        throw failed;
      }
      putOldFileBack(edit.get());
      throw didNotStart(failed);
    }
  }

  private String bringBack() {
    process().process().ifPresent(this::stop);
    start();
    return name;
  }

  private BrokerFacts process() {
    return BrokerActivities.withSummary("Process of " + name)
        .survey(owner, broker.node(), broker.service());
  }

  /** The process is looked for while the gate is looked at; a long wait makes that out of date. */
  private Optional<Promise<BrokerFacts>> processBeside() {
    return beside ? Optional.of(branches.start(this::process)) : Optional.empty();
  }

  /**
   * Whether an earlier attempt took it out of the cluster: no gate lets pass what is not there, and
   * what is needed then is that it comes back.
   */
  private boolean isOut() {
    return stopAsked
        && !ClusterActivities.withSummary("Whether " + name + " is out already")
            .inspect(owner, input.access())
            .brokers()
            .contains(broker.nodeId());
  }

  private int patience(int usual) {
    return input.policy().patienceSeconds().orElse(usual);
  }

  private ListenerEdit write(ExternalListener wanted) {
    return BrokerActivities.withSummary("Configuration of " + name)
        .writeListener(owner, broker.node(), broker.service(), wanted);
  }

  private void stop(BrokerProcess process) {
    long begun = Workflow.currentTimeMillis();
    stopAsked = true;
    out = true;
    BrokerActivities.withSummary("Stop of " + name)
        .stop(owner, broker.node(), broker.service(), process, patience(STOP_SECONDS));
    stopMillis = Workflow.currentTimeMillis() - begun;
  }

  private void start() {
    long begun = Workflow.currentTimeMillis();
    BrokerActivities.withSummary("Start of " + name).start(owner, broker.node(), broker.service());
    startMillis = Workflow.currentTimeMillis() - begun;
    out = false;
  }

  private void awaitAdvertised(ExternalListener wanted) {
    ClusterActivities.withSummary("Address of " + name)
        .awaitAdvertised(
            owner,
            input.access(),
            broker.nodeId(),
            wanted.advertisedHost(),
            wanted.advertisedPort());
  }

  private void putOldFileBack(ListenerEdit edit) {
    steps.run(
        "Old configuration of " + name,
        () -> {
          process().process().ifPresent(this::stop);
          BrokerActivities.withSummary("Old configuration of " + name)
              .restoreConfiguration(owner, broker.node(), broker.service(), edit);
          start();
          ClusterActivities.withSummary("In sync with the old configuration")
              .awaitInSync(owner, input.access(), CLEAN_READS, patience(IN_SYNC_SECONDS));
          return name;
        });
  }

  private ApplicationFailure didNotStart(ActivityFailure failed) {
    String problem =
        failed.getCause() instanceof ApplicationFailure cause
            ? cause.getOriginalMessage()
            : failed.getOriginalMessage();
    return Failures.needsPerson(
        name + " does not run with its new listeners and has its old ones back: " + problem,
        "Read the broker's log, mend the cause, then retry: it gets the new ones again.");
  }

  private String awaitBackends(boolean exposed) {
    for (ListenerMembers listener : input.listeners()) {
      boolean own = listener.nodeId().equals(Optional.of(broker.nodeId()));
      if (own || (exposed && listener.nodeId().isEmpty())) {
        ExposureActivities.withSummary("Backends of listener " + listener.port())
            .awaitHealthyBackends(
                owner, listener.listenerId(), listener.members(), patience(BACKEND_SECONDS));
      }
    }
    return name;
  }
}
