package dev.linkspan.workflows.rollout;

import dev.linkspan.workflows.kafka.BrokerActivities;
import dev.linkspan.workflows.kafka.BrokerActivities.BrokerFacts;
import dev.linkspan.workflows.kafka.ClusterActivities;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterFacts;
import dev.linkspan.workflows.kafka.ClusterActivities.TopicAtRisk;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.listeners.ListenerFields;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.rollout.ListenerRollout.Input;
import dev.linkspan.workflows.steps.ConcurrentSteps;
import dev.linkspan.workflows.steps.Failures;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;

/**
 * Checks everything that can be checked before the first broker is touched (P4 of {@link
 * ListenerRolloutWorkflow}). Workflow code only.
 */
final class RolloutPreconditions {
  private static final String UNDO =
      "No broker was touched. The link is planned with this listener: undo what somebody has changed"
          + " in the file or on the machine, then retry.";

  private static final int TOPICS_NAMED = 5;
  private static final Logger LOG = Workflow.getLogger(RolloutPreconditions.class);

  private final Input input;

  RolloutPreconditions(Input input) {
    this.input = input;
  }

  /**
   * Checks the cluster, and returns how to query it: with the voters that its quorum has now, which
   * the gates expect from here on.
   *
   * @throws io.temporal.failure.ApplicationFailure for a person, if something blocks the rollout
   */
  ClusterAccess cluster(boolean unavailableAccepted) {
    ClusterFacts facts =
        ClusterActivities.withSummary("Cluster as it is").survey(input.owner(), input.access());
    if (!facts.clusterId().equals(input.clusterId())) {
      throw Failures.needsPerson(
          "the brokers belong to cluster " + facts.clusterId() + ", not " + input.clusterId(),
          "Check the addresses in the spec; destroy this setup and plan again.");
    }
    if (!facts.problems().isEmpty()) {
      throw Failures.needsPerson(
          problems(facts),
          "No broker was touched. Fix it; `retry` starts the brokers that are down.");
    }
    if (restarts() && !facts.atRisk().isEmpty() && !unavailableAccepted) {
      throw Failures.needsPerson(
          "restarts will make topics unavailable: " + named(facts.atRisk()),
          "Give them more copies than min.insync.replicas and retry; or accept it with the signal"
              + " `acceptUnavailable` (`linkspan retry NAME --accept-unavailable`).");
    }
    LOG.info(
        "Cluster {}: brokers {}, active controller {}, voters {}, {} topics ({} at risk) with {}"
            + " partitions{}",
        facts.clusterId(),
        facts.brokers(),
        facts.activeController(),
        facts.voters(),
        facts.topics(),
        facts.atRisk().size(),
        facts.partitions(),
        restarts() ? "" : "; nothing restarts");
    return input.access().withQuorumOf(facts);
  }

  private String problems(ClusterFacts facts) {
    Set<Integer> missing = new TreeSet<>(input.access().brokers().keySet());
    facts.brokers().forEach(missing::remove);
    List<String> problems = new ArrayList<>();
    missing.forEach(id -> problems.add("Broker " + id + " is not there."));
    problems.addAll(facts.problems());
    return String.join(" ", problems);
  }

  /** In ZooKeeper mode a listener changes while the broker runs. */
  private boolean restarts() {
    return input.access().mode() != Mode.ZOOKEEPER
        || input.brokers().stream().anyMatch(broker -> broker.wanted().isEmpty());
  }

  private static String named(List<TopicAtRisk> atRisk) {
    String first =
        atRisk.stream()
            .limit(TOPICS_NAMED)
            .map(
                t ->
                    "%s (%d %s, min.insync.replicas %d)"
                        .formatted(
                            t.topic(),
                            t.replicationFactor(),
                            t.replicationFactor() == 1 ? "copy" : "copies",
                            t.minInsync()))
            .collect(Collectors.joining(", "));
    int more = atRisk.size() - TOPICS_NAMED;
    return more > 0 ? first + " and " + more + " more" : first;
  }

  /**
   * Checks that every file belongs to its broker and can get the listener.
   *
   * @throws io.temporal.failure.ApplicationFailure for a person, if one of them cannot
   */
  String files(ConcurrentSteps concurrent) {
    ConcurrentSteps.all(concurrent.each(input.brokers(), this::file));
    return "files of " + input.brokers().size() + " brokers";
  }

  private String file(RollingBroker broker) {
    String name = "broker " + broker.nodeId();
    BrokerFacts facts =
        BrokerActivities.withSummary("File and process of " + name)
            .survey(input.owner(), broker.node(), broker.service());
    if (facts.nodeId() != broker.nodeId()) {
      throw Failures.needsPerson(
          "the file %s on %s belongs to node %d, not to %s"
              .formatted(
                  broker.service().configuration(), broker.node().name(), facts.nodeId(), name),
          "Check the addresses in the spec; destroy this setup and plan again.");
    }
    if (!facts.problems().isEmpty()) {
      throw Failures.needsPerson(
          String.join(";\n", facts.problems()), "No broker was touched. Fix it, then retry.");
    }
    BrokerOperations operations = new BrokerOperations(input, broker);
    operations.removed().ifPresent(operations::previewRemoval);
    broker.wanted().ifPresent(wanted -> preview(broker, wanted));
    broker
        .settings()
        .ifPresent(
            settings ->
                BrokerActivities.withSummary("Settings in the file of " + name)
                    .previewSettings(input.owner(), broker.node(), broker.service(), settings));
    return name;
  }

  /** A link that stands keeps its listener, so another one in the spec is no way out. */
  private void preview(RollingBroker broker, ExternalListener wanted) {
    try {
      BrokerActivities.withSummary("Change of the file of broker " + broker.nodeId())
          .previewListener(input.owner(), broker.node(), broker.service(), wanted);
    } catch (ActivityFailure failure) {
      if (ListenerFields.areIn(Failures.remedy(failure))) {
        throw Failures.needsPerson(Failures.problem(failure), UNDO);
      }
      throw failure;
    }
  }
}
