package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.deployment.DeployedBrokers;
import dev.linkspan.workflows.exposure.ListenerMembers;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.SettingsChange;
import dev.linkspan.workflows.rollout.BrokerRemoval;
import dev.linkspan.workflows.rollout.ListenerRollout;
import dev.linkspan.workflows.rollout.RolloutReport;
import dev.linkspan.workflows.setup.KafkaClusterSource.Advertised;
import dev.linkspan.workflows.setup.PrivateLinkSetup.Restart;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.steps.Steps;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** The rollouts of a setup, one at a time, and the signals for them. Workflow code only. */
final class Rollouts {
  private static final String RESTART = "Rolling restart";
  private static final String REMOVAL = "Brokers that leave the cluster";

  private final Plan plan;
  private final Owner owner;
  private final Steps steps;
  private final SetupRecord record;
  private final ChildWorkflows children;
  private final Consumer<String> ignored;
  private boolean unavailableAccepted;

  /**
   * @param ignored takes the reason why a signal does not count
   */
  Rollouts(
      Plan plan,
      Owner owner,
      Steps steps,
      SetupRecord record,
      ChildWorkflows children,
      Consumer<String> ignored) {
    this.plan = plan;
    this.owner = owner;
    this.steps = steps;
    this.record = record;
    this.children = children;
    this.ignored = ignored;
  }

  /** Gives every broker its listener; parks when a person aborts the rollout. */
  void advertise(
      String step, String clusterId, Advertised cluster, List<ListenerMembers> listeners) {
    ListenerRollout.Input input =
        input(clusterId, cluster, listeners, unavailableAccepted, new Command("setup", null));
    toItsEnd(step, input, "`retry` continues with the remaining brokers.");
  }

  /**
   * Takes these listeners, by node ID, out of the brokers; parks when a person aborts the rollout.
   */
  void restore(
      String step,
      String clusterId,
      Advertised cluster,
      Map<Integer, ExternalListener> added,
      Command why) {
    ListenerRollout.Input input =
        input(
                clusterId,
                cluster,
                List.of(),
                unavailableAccepted,
                new Command(why.by(), ListenerRollout.REMOVAL))
            .removing(added);
    toItsEnd(
        step,
        input,
        "`retry` continues with the remaining brokers. To leave them as they are and remove the"
            + " rest, destroy the setup again without restoreBrokers.");
  }

  /** Parks with this remedy when a person aborts the rollout. */
  private void toItsEnd(String step, ListenerRollout.Input input, String remedy) {
    steps.run(
        step,
        () -> {
          RolloutReport report = run(input);
          report
              .aborted()
              .ifPresent(
                  text -> {
                    throw Failures.needsPerson(text + downText(report), remedy);
                  });
          return report;
        });
  }

  /** Restarts every broker of a finished link. */
  void restart(Link link, Restart request) {
    List<RollingBroker> brokers =
        link.brokers().stream().map(RollingBroker::onlyRestarted).toList();
    ListenerRollout.Input input =
        input(
            link.kafkaClusterId(),
            new Advertised(link.cluster(), brokers),
            link.listeners(),
            Boolean.TRUE.equals(request.acceptUnavailable()),
            new Command(request.by(), request.reason()));
    steps.run(RESTART, () -> run(input));
  }

  /**
   * Gives the brokers of a finished link the listeners of the link again: one at a time those that
   * need it, and those first that are down.
   *
   * @param withSettings IDs of the brokers that also get the settings of the plan again
   * @param withUnits IDs of the brokers that also get the units of the plan again
   */
  void repair(
      String step, Link link, Set<String> withSettings, Set<String> withUnits, Command why) {
    List<RollingBroker> brokers =
        link.brokers().stream()
            .map(
                broker ->
                    withSettings.contains(String.valueOf(broker.nodeId()))
                        ? broker.with(SettingsChange.to(link.plan().kafka()))
                        : broker)
            .map(
                broker ->
                    withUnits.contains(String.valueOf(broker.nodeId()))
                        ? broker.withUnit(DeployedBrokers.plannedUnit(link.plan(), broker))
                        : broker)
            .toList();
    ListenerRollout.Input input =
        input(
                link.kafkaClusterId(),
                new Advertised(link.cluster(), brokers),
                link.listeners(),
                unavailableAccepted,
                why)
            .startingDown();
    steps.run(step, () -> run(input));
  }

  /**
   * Gives brokers of a finished link their new units and settings; what clients notice is counted.
   *
   * @return whether every broker has them: false if a person aborted the rollout
   */
  boolean reconfigure(String step, Link link, List<RollingBroker> brokers, Command why) {
    ListenerRollout.Input input =
        input(
            link.kafkaClusterId(),
            new Advertised(link.cluster(), brokers),
            link.listeners(),
            unavailableAccepted,
            why);
    return steps.run(step, () -> run(input.audited())).aborted().isEmpty();
  }

  /** Takes brokers out of the cluster of a finished link; what clients notice is counted. */
  void remove(Link link, List<RollingBroker> leaving) {
    BrokerRemoval.Input input =
        new BrokerRemoval.Input(
            Workflow.getInfo().getWorkflowId(),
            owner,
            link.cluster(),
            leaving,
            plan.cluster().rollout().audited());
    steps.run(
        REMOVAL,
        () ->
            locked(
                link.kafkaClusterId(),
                id ->
                    children.run(
                        BrokerRemoval.class,
                        ChildWorkflows.REMOVAL,
                        id,
                        child -> Async.function(child::run, input),
                        () -> {})));
  }

  private ListenerRollout.Input input(
      String clusterId,
      Advertised cluster,
      List<ListenerMembers> listeners,
      boolean accepted,
      Command why) {
    return new ListenerRollout.Input(
        Workflow.getInfo().getWorkflowId(),
        owner,
        clusterId,
        cluster.access(),
        cluster.brokers(),
        listeners,
        plan.cluster().rollout(),
        accepted,
        false,
        why,
        Map.of());
  }

  private RolloutReport run(ListenerRollout.Input wanted) {
    // A rollout that was terminated has not brought its broker back.
    ListenerRollout.Input input =
        children.isInterrupted(ChildWorkflows.ROLLOUT) ? wanted.startingDown() : wanted;
    RolloutReport report =
        locked(
            input.clusterId(),
            id ->
                children.run(
                    ListenerRollout.class,
                    ChildWorkflows.ROLLOUT,
                    id,
                    child -> Async.function(child::run, input),
                    () -> {}));
    // The next rollout can meet other topics.
    unavailableAccepted = false;
    return report;
  }

  /** Runs a child whose ID is the lock of the Kafka cluster, and keeps its report. */
  private RolloutReport locked(String clusterId, Function<String, RolloutReport> child) {
    String id = ListenerRollout.id(clusterId);
    try {
      RolloutReport report = child.apply(id);
      record.change(state -> state.with(report));
      return report;
    } catch (ChildWorkflowFailure failed) {
      if (failed.getCause() instanceof WorkflowExecutionAlreadyStarted) {
        throw Failures.needsPerson(
            "another rollout of this Kafka cluster is running: workflow " + id,
            "Wait until it has ended, then retry.");
      }
      throw failed;
    }
  }

  private static String downText(RolloutReport report) {
    return report.leftDown().isEmpty() ? "" : "; down: broker " + report.leftDown();
  }

  void pause(Command command) {
    tell("pause", command);
  }

  void resume(Command command) {
    tell("resume", command);
  }

  void abort(Command command) {
    tell("abort", command);
  }

  private void tell(String signal, Command command) {
    if (children.runs(ChildWorkflows.ROLLOUT)) {
      children.signal(ChildWorkflows.ROLLOUT, signal, command);
    } else {
      ignored.accept(
          children.runs(ChildWorkflows.REMOVAL)
              ? signal + " is for rollouts, and brokers leave the cluster"
              : "there is no rollout for " + signal);
    }
  }

  /** Kept for the next rollout if none runs. */
  void acceptUnavailable(Command command) {
    unavailableAccepted = true;
    children.signal(ChildWorkflows.ROLLOUT, "acceptUnavailable", command);
  }
}
