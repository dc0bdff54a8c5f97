package dev.linkspan.workflows.rollout;

import dev.linkspan.workflows.kafka.BrokerActivities;
import dev.linkspan.workflows.kafka.ClusterActivities;
import dev.linkspan.workflows.kafka.NodeActivities;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.rollout.ListenerRollout.Input;
import dev.linkspan.workflows.steps.ConcurrentSteps;
import dev.linkspan.workflows.steps.Failures;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;

/**
 * Brokers that are down although this rollout did not stop them. A person who retries has looked at
 * them, so a retry starts them (P9 of {@link ListenerRolloutWorkflow}). Workflow code only.
 */
final class DownBrokers {
  /** How long the cluster may take to be in sync after a start. */
  static final Duration IN_SYNC_PATIENCE = Duration.ofMinutes(10);

  private static final Logger LOG = Workflow.getLogger(DownBrokers.class);

  private final Input input;
  private final RolloutOrder order;
  private final ConcurrentSteps concurrent;

  DownBrokers(Input input, ConcurrentSteps concurrent) {
    this.input = input;
    this.order = RolloutOrder.of(input);
    this.concurrent = concurrent;
  }

  /** Starts brokers, as they are or with the unit that a repair gives them, all at once. */
  void start(List<RollingBroker> down) {
    ConcurrentSteps.all(concurrent.each(down, this::start));
  }

  /** Starts the brokers that are not in the cluster, and waits until it is in sync. */
  void startAll() {
    List<RollingBroker> down = found();
    if (!down.isEmpty()) {
      LOG.warn("Down before the first broker is touched, and started: {}", names(down));
      start(down);
      ClusterActivities.withSummary("In sync after the start of " + names(down))
          .awaitInSync(
              input.owner(),
              input.access(),
              BrokerOperations.CLEAN_READS,
              input.policy().patience().orElse(IN_SYNC_PATIENCE));
    }
  }

  /** Starts the brokers that are not in the cluster, because a person retries. */
  void startFound() {
    startRetried(found());
  }

  /** The same, except for this one. */
  void startOthers(RollingBroker except) {
    startRetried(found().stream().filter(broker -> broker.nodeId() != except.nodeId()).toList());
  }

  private void startRetried(List<RollingBroker> down) {
    if (!down.isEmpty()) {
      LOG.warn("Down, and started because a person retries: {}", names(down));
      start(down);
    }
  }

  /**
   * Does work that needs every broker except perhaps one. If it fails and others are down, the
   * failure names them.
   *
   * @throws ApplicationFailure for a person, if another broker is down
   */
  <T> T named(RollingBroker except, Supplier<T> work) {
    try {
      return work.get();
    } catch (ActivityFailure failed) {
      if (CancellationScope.current().isCancelRequested()) {
        throw failed;
      }
      List<RollingBroker> down =
          found().stream().filter(broker -> broker.nodeId() != except.nodeId()).toList();
      if (down.isEmpty()) {
        throw failed;
      }
      throw Failures.needsPerson(
          "down, and not because of this rollout: " + names(down) + "; " + Failures.problem(failed),
          "Find out why. `retry` starts what is still down, and goes on.");
    }
  }

  /** The brokers that are not in the cluster; none if it does not answer. */
  List<RollingBroker> found() {
    try {
      return order.down(
          ClusterActivities.fewAttempts("Which brokers are down")
              .inspect(input.owner(), input.access()));
    } catch (ActivityFailure failed) {
      if (CancellationScope.current().isCancelRequested()) {
        throw failed;
      }
      return List.of();
    }
  }

  /** In a repair, an edited unit can be what keeps the broker down. */
  private String start(RollingBroker broker) {
    broker
        .unit()
        .filter(unit -> unit.before().isEmpty())
        .ifPresent(
            unit ->
                NodeActivities.withSummary("Unit of broker " + broker.nodeId())
                    .writeUnit(input.owner(), broker.node(), unit.name(), unit.after()));
    BrokerActivities.withSummary("Start of broker " + broker.nodeId())
        .start(input.owner(), broker.node(), broker.service());
    return broker.node().name();
  }

  static String names(List<RollingBroker> brokers) {
    return brokers.stream().map(b -> "broker " + b.nodeId()).collect(Collectors.joining(", "));
  }
}
