package dev.linkspan.workflows.rollout;

import dev.linkspan.workflows.kafka.BrokerActivities;
import dev.linkspan.workflows.kafka.BrokerActivities.BrokerFacts;
import dev.linkspan.workflows.kafka.ClusterActivities;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterFacts;
import dev.linkspan.workflows.kafka.ClusterActivities.TopicAtRisk;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.rollout.ListenerRollout.Input;
import dev.linkspan.workflows.steps.ConcurrentSteps;
import dev.linkspan.workflows.steps.Failures;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a rollout finds out before it touches the first broker. Workflow code only. */
final class RolloutPreconditions {
  private static final int MOST_NAMED = 5;

  private final Input input;

  RolloutPreconditions(Input input) {
    this.input = input;
  }

  /** The id of the cluster; asks a person where something stands in the way. */
  String cluster(boolean unavailableAccepted) {
    ClusterFacts facts =
        ClusterActivities.withSummary("Cluster as it is").survey(input.owner(), input.access());
    if (!facts.clusterId().equals(input.clusterId())) {
      throw Failures.needsPerson(
          "the brokers belong to cluster " + facts.clusterId() + ", not " + input.clusterId(),
          "Check the addresses in the spec; destroy this setup and plan again.");
    }
    if (!facts.problems().isEmpty()) {
      throw Failures.needsPerson(
          troubles(facts), "No broker was touched. Mend it, start what is down, then retry.");
    }
    if (restarts() && !facts.atRisk().isEmpty() && !unavailableAccepted) {
      throw Failures.needsPerson(
          "restarts will make topics unavailable: " + named(facts.atRisk()),
          "Give them more copies than min.insync.replicas and retry; or accept it with the signal"
              + " `acceptUnavailable` (`linkspan retry NAME --accept-unavailable`).");
    }
    return facts.clusterId();
  }

  private String troubles(ClusterFacts facts) {
    Set<Integer> missing = new TreeSet<>(input.access().brokers().keySet());
    facts.brokers().forEach(missing::remove);
    List<String> troubles = new ArrayList<>();
    missing.forEach(id -> troubles.add("Broker " + id + " is not there."));
    troubles.addAll(facts.problems());
    return String.join(" ", troubles);
  }

  /** With ZooKeeper a listener is changed while the broker runs. */
  private boolean restarts() {
    return input.access().mode() != Mode.ZOOKEEPER
        || input.brokers().stream().anyMatch(broker -> broker.wanted().isEmpty());
  }

  private static String named(List<TopicAtRisk> atRisk) {
    String first =
        atRisk.stream()
            .limit(MOST_NAMED)
            .map(
                t ->
                    "%s (%d %s, min.insync.replicas %d)"
                        .formatted(
                            t.topic(),
                            t.replicationFactor(),
                            t.replicationFactor() == 1 ? "copy" : "copies",
                            t.minInsync()))
            .collect(Collectors.joining(", "));
    int more = atRisk.size() - MOST_NAMED;
    return more > 0 ? first + " and " + more + " more" : first;
  }

  /** A listener that one broker cannot have is found before any broker was touched. */
  String files(ConcurrentSteps branches) {
    ConcurrentSteps.all(branches.each(input.brokers(), this::file));
    return "files of " + input.brokers().size() + " brokers";
  }

  private String file(RollingBroker broker) {
    String name = "broker " + broker.nodeId();
    BrokerFacts facts =
        BrokerActivities.withSummary("File and process of " + name)
            .survey(input.owner(), broker.node(), broker.service());
    if (facts.nodeId() != broker.nodeId()) {
      throw Failures.needsPerson(
          "the file %s on %s is of node %d, not of %s"
              .formatted(
                  broker.service().configuration(), broker.node().name(), facts.nodeId(), name),
          "Check the addresses in the spec; destroy this setup and plan again.");
    }
    broker
        .wanted()
        .ifPresent(
            wanted ->
                BrokerActivities.withSummary("Change of the file of " + name)
                    .previewListener(input.owner(), broker.node(), broker.service(), wanted));
    return name;
  }
}
