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
  private static final Duration GATE_PATIENCE = Duration.ofMinutes(15);
  private static final Duration IN_SYNC_PATIENCE = Duration.ofMinutes(10);
  private static final Duration BACKEND_PATIENCE = Duration.ofMinutes(2);

  /** KRaft's controlled shutdown may wait five minutes for a quorum that is gone. */
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(330);

  /** For so long a cancelled rollout keeps trying to bring back a broker that it has stopped. */
  private static final Duration TO_COME_BACK = Duration.ofMinutes(10);

  /** For so long what was seen of the cluster and of a broker counts. */
  private static final Duration RECENT = Duration.ofSeconds(30);

  private final Input input;
  private final Owner owner;
  private final Steps steps;
  private final ConcurrentSteps branches;
  private final RollingBroker broker;
  private final BrokerStepNames called;
  private final String name;
  private final boolean live;
  private boolean stopAsked;
  private boolean out;
  private Duration gate = Duration.ZERO;
  private Duration stop = Duration.ZERO;
  private Duration start = Duration.ZERO;

  BrokerRollout(Input input, Steps steps, ConcurrentSteps branches, RollingBroker broker) {
    this.input = input;
    this.owner = input.owner();
    this.steps = steps;
    this.branches = branches;
    this.broker = broker;
    this.called = new BrokerStepNames(broker.nodeId());
    this.name = "broker " + broker.nodeId();
    this.live = input.access().mode() == Mode.ZOOKEEPER && broker.wanted().isPresent();
  }

  /**
   * A broker that is well again.
   *
   * @param health of the cluster when it was in sync
   * @param leads done when it leads again what it should
   */
  record Rolled(
      BrokerRestart restart, ClusterHealth health, Instant inSyncAt, Promise<Void> leads) {}

  /**
   * Returns when the broker is well again.
   *
   * @param exposed whether all brokers had the listener before: only then the bootstrap listener
   *     can have healthy backends alone
   * @param lastInSync when the broker before was in sync
   * @param ready done when this one may be touched; the gate is looked at meanwhile
   */
  Rolled roll(boolean exposed, Instant lastInSync, Promise<Void> ready) {
    Instant begun = now();
    steps.run(called.change(), () -> live ? changeLive(ready) : restart(lastInSync, ready));
    Instant changed = now();
    ClusterHealth health =
        steps.call(
            called.inSync(),
            ClusterActivities::withSummary,
            cluster ->
                cluster.awaitInSync(
                    owner, input.access(), CLEAN_READS, patience(IN_SYNC_PATIENCE)));
    Instant inSync = now();
    Promise<Void> leads = branches.go(this::electLeaders);
    steps.run(called.backends(), () -> awaitBackends(exposed));
    Instant reachable = now();
    BrokerRestart restart = restarted(begun, changed, inSync, reachable);
    return new Rolled(restart, health, inSync, leads);
  }

  private void electLeaders() {
    steps.perform(
        called.leaders(),
        ClusterActivities::withSummary,
        cluster -> cluster.electPreferredLeaders(owner, input.access()));
  }

  private BrokerRestart restarted(
      Instant begun, Instant changed, Instant inSync, Instant reachable) {
    return new BrokerRestart(
        broker.nodeId(),
        reason(),
        live,
        begun,
        gate,
        stop,
        start,
        Duration.between(changed, inSync),
        Duration.between(inSync, reachable),
        Duration.between(begun, reachable));
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

  private String restart(Instant lastInSync, Promise<Void> ready) {
    Instant begun = now();
    Promise<BrokerFacts> found = branches.start(this::process);
    if (!isOut()) {
      int reads = isRecent(Duration.between(lastInSync, begun)) ? 1 : CLEAN_READS;
      ClusterActivities.withSummary("Gate before " + name)
          .awaitGate(owner, input.access(), broker.nodeId(), reads, patience(GATE_PATIENCE));
    }
    ready.get();
    gate = since(begun);
    // A long wait makes what was found meanwhile out of date.
    BrokerFacts facts = isRecent(gate) ? found.get() : process();
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

  private Duration patience(Duration usual) {
    return input.policy().patience().orElse(usual);
  }

  private static boolean isRecent(Duration age) {
    return age.compareTo(RECENT) < 0;
  }

  private static Duration since(Instant begun) {
    return Duration.between(begun, now());
  }

  private static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }

  private ListenerEdit write(ExternalListener wanted) {
    return BrokerActivities.withSummary("Configuration of " + name)
        .writeListener(owner, broker.node(), broker.service(), wanted);
  }

  private void stop(BrokerProcess process) {
    Instant begun = now();
    stopAsked = true;
    out = true;
    BrokerActivities.withSummary("Stop of " + name)
        .stop(owner, broker.node(), broker.service(), process, patience(STOP_PATIENCE));
    stop = since(begun);
  }

  private void start() {
    Instant begun = now();
    BrokerActivities.withSummary("Start of " + name).start(owner, broker.node(), broker.service());
    start = since(begun);
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
              .awaitInSync(owner, input.access(), CLEAN_READS, patience(IN_SYNC_PATIENCE));
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
                owner, listener.listenerId(), listener.members(), patience(BACKEND_PATIENCE));
      }
    }
    return name;
  }
}
