package dev.linkspan.workflows.rollout;

import dev.linkspan.workflows.kafka.BrokerActivities;
import dev.linkspan.workflows.kafka.ClusterActivities;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.rollout.AuditActivities.Audit;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.ConcurrentSteps;
import dev.linkspan.workflows.steps.Messages;
import dev.linkspan.workflows.steps.Progress;
import dev.linkspan.workflows.steps.Steps;
import dev.linkspan.workflows.steps.WorkflowTime;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes brokers out of a cluster.
 *
 * <ol>
 *   <li>Start the audit.
 *   <li>Move all replicas of the leaving brokers to the others. The old replicas stay until the new
 *       ones are in sync, so no partition ever has fewer in-sync replicas than before.
 *   <li>For one leaving broker after the other: wait for the same gate as before a restart, stop
 *       it, and check again that it holds nothing, since a topic can have been created meanwhile.
 *       If that check doesn't pass, a retry starts the broker again and moves what it holds. A
 *       broker that is down already is not waited for: what it held has other copies.
 *   <li>Remove it from the metadata of the quorum.
 *   <li>Wait until the cluster without them is in sync, and stop the audit.
 * </ol>
 */
public final class BrokerRemovalWorkflow implements BrokerRemoval {
  private static final String MOVE = "Replicas of the leaving brokers";
  private static final String AFTER = "Cluster after the removal";
  private static final Duration IN_SYNC_PATIENCE = Duration.ofMinutes(10);
  private static final Duration MOVE_PATIENCE = Duration.ofMinutes(10);
  private static final Duration GATE_PATIENCE = Duration.ofMinutes(15);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(330);

  private final Input input;
  private final Steps steps;
  private final ConcurrentSteps concurrent = new ConcurrentSteps();
  private final RolloutAudit audit;

  @WorkflowInit
  public BrokerRemovalWorkflow(Input input) {
    this.input = input;
    this.steps = Steps.ofChild("Removal of brokers", input.setupWorkflow());
    this.audit =
        new RolloutAudit(input.owner(), input.access(), input.policy().audit(), steps, concurrent);
    Messages.toChild(input.setupWorkflow(), steps).open();
    steps.plan(stepNames());
  }

  @Override
  public RolloutReport run(Input started) {
    return concurrent.joined(this::remove);
  }

  private RolloutReport remove() {
    Instant begun = WorkflowTime.now();
    audit.start();
    audit.awaitStart();
    steps.run(MOVE, () -> moved(MOVE));
    input.leaving().forEach(this::takeOut);
    steps.call(
        AFTER,
        ClusterActivities::withSummary,
        cluster ->
            cluster.awaitInSync(
                input.owner(),
                input.remaining(),
                BrokerOperations.CLEAN_READS,
                patience(IN_SYNC_PATIENCE)));
    Optional<Audit> figures = audit.stop(input.remaining());
    return new RolloutReport(
        "removal of " + DownBrokers.names(input.leaving()),
        "setup",
        begun,
        WorkflowTime.now(),
        Optional.empty(),
        List.of(),
        figures,
        Duration.ZERO,
        List.of());
  }

  private String moved(String summary) {
    ClusterActivities.withSummary(summary)
        .moveReplicas(
            input.owner(), input.remaining(), input.leavingIds(), patience(MOVE_PATIENCE));
    return summary;
  }

  private void takeOut(RollingBroker broker) {
    audit.countFor(broker.nodeId());
    boolean[] stopped = {false};
    steps.run(
        stopStep(broker),
        () -> {
          if (stopped[0]) {
            startAgain(broker);
          }
          stopped[0] = stop(broker) || stopped[0];
          return moved("Nothing is left on broker " + broker.nodeId());
        });
    steps.perform(
        unregisterStep(broker),
        ClusterActivities::withSummary,
        cluster -> cluster.unregister(input.owner(), input.remaining(), broker.nodeId()));
  }

  private void startAgain(RollingBroker broker) {
    BrokerActivities.withSummary("Start of broker " + broker.nodeId())
        .start(input.owner(), broker.node(), broker.service());
    moved("Replicas of broker " + broker.nodeId() + " again");
  }

  /** Stops the broker; false if it is down already, and its machine perhaps gone. */
  private boolean stop(RollingBroker broker) {
    BrokerActivities brokers = BrokerActivities.withSummary(stopStep(broker));
    boolean registered =
        ClusterActivities.withSummary("Whether broker " + broker.nodeId() + " is down")
            .inspect(input.owner(), input.remaining())
            .brokers()
            .contains(broker.nodeId());
    if (registered) {
      awaitGate(broker);
      brokers
          .survey(input.owner(), broker.node(), broker.service())
          .process()
          .ifPresent(
              process ->
                  brokers.stop(
                      input.owner(),
                      broker.node(),
                      broker.service(),
                      process,
                      patience(STOP_PATIENCE)));
    }
    return registered;
  }

  /** Those that have left already are not waited for. */
  private void awaitGate(RollingBroker broker) {
    List<Integer> gone =
        input.leavingIds().stream().takeWhile(id -> id != broker.nodeId()).toList();
    ClusterActivities.withSummary("Gate before broker " + broker.nodeId())
        .awaitGate(
            input.owner(),
            input.access().without(gone),
            broker.nodeId(),
            BrokerOperations.CLEAN_READS,
            patience(GATE_PATIENCE));
  }

  private Duration patience(Duration usual) {
    return input.policy().patience().orElse(usual);
  }

  private List<String> stepNames() {
    List<String> names = new ArrayList<>(List.of(RolloutAudit.START, MOVE));
    input
        .leaving()
        .forEach(broker -> names.addAll(List.of(stopStep(broker), unregisterStep(broker))));
    names.addAll(List.of(AFTER, RolloutAudit.END));
    return names;
  }

  private static String stopStep(RollingBroker broker) {
    return "Stop of broker " + broker.nodeId();
  }

  private static String unregisterStep(RollingBroker broker) {
    return "Registration of broker " + broker.nodeId();
  }

  @Override
  public void retry(Command command) {
    steps.retry();
  }

  @Override
  public Progress progress() {
    return steps.progress();
  }
}
