package dev.linkspan.probe.inspection;

import dev.linkspan.probe.cluster.PartitionNames;
import dev.linkspan.probe.protocol.ClusterMode;
import dev.linkspan.probe.protocol.InspectRequest;
import dev.linkspan.probe.protocol.InspectResult.Health;
import dev.linkspan.probe.protocol.QuorumVoter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Decides whether a cluster's health meets the condition of a request. */
final class UnmetConditions {
  private final InspectRequest request;
  private final boolean zooKeeper;
  private final Health health;
  private final List<String> reasons = new ArrayList<>();

  private UnmetConditions(InspectRequest request, Health health) {
    this.request = request;
    this.zooKeeper = request.mode() == ClusterMode.ZOOKEEPER;
    this.health = health;
  }

  /** Why the condition is not met, short sentences, the most basic first; empty if it is met. */
  static List<String> of(InspectRequest request, Health health) {
    UnmetConditions unmet = new UnmetConditions(request, health);
    switch (request.until()) {
      case ONCE -> {}
      case REGISTERED -> unmet.registered();
      case IN_SYNC -> unmet.inSync();
      case GATE -> unmet.gate(Objects.requireNonNull(request.nodeId()));
    }
    return List.copyOf(unmet.reasons);
  }

  private void registered() {
    Set<Integer> missing = new TreeSet<>(request.brokers().keySet());
    health.brokers().forEach(missing::remove);
    Set<Integer> unexpected = new TreeSet<>(health.brokers());
    unexpected.removeAll(request.brokers().keySet());
    missing.forEach(id -> reasons.add("Broker " + id + " is not registered."));
    unexpected.forEach(id -> reasons.add("Broker " + id + " is registered but not expected."));
    if (health.activeController() < 0) {
      reasons.add(
          zooKeeper ? "There is no active controller." : "The controller quorum has no leader.");
    }
    if (!reasons.isEmpty()) {
      reasons.addAll(health.problems());
    }
  }

  private void inSync() {
    registered();
    for (int id : health.laggingVoters()) {
      reasons.add("Controller " + id + " has not caught up" + lag(id) + ".");
    }
    partitions("without a leader", health.leaderless());
    partitions("under-replicated", health.underReplicated());
  }

  private String lag(int voter) {
    return health.voters().stream()
        .filter(v -> v.id() == voter && v.lagMillis() >= 0)
        .map(v -> String.format(Locale.ROOT, ": it is %.1f s behind", v.lagMillis() / 1000.0))
        .findFirst()
        .orElse("");
  }

  private void gate(int nodeId) {
    inSync();
    if (!zooKeeper) {
      unexpectedVoters();
    }
    partitions("being reassigned", health.reassigning());
    health
        .logDirProblems()
        .forEach((id, text) -> reasons.add("Log directories of broker " + id + ": " + text + "."));
    partitions(
        "left with too few in-sync replicas without broker " + nodeId,
        health.blocked().getOrDefault(nodeId, List.of()));
    if (!zooKeeper && votes(nodeId) && !health.quorumAllows().contains(nodeId)) {
      reasons.add("The quorum needs controller " + nodeId + " now.");
    }
    health.problems().stream().filter(p -> !reasons.contains(p)).forEach(reasons::add);
  }

  private void unexpectedVoters() {
    Set<Integer> voters = new TreeSet<>(health.voters().stream().map(QuorumVoter::id).toList());
    request.voters().forEach(voters::remove);
    if (!request.voters().isEmpty() && !voters.isEmpty()) {
      reasons.add("The quorum has unexpected voters: " + voters + ".");
    }
  }

  private boolean votes(int nodeId) {
    return request.voters().contains(nodeId)
        || health.voters().stream().anyMatch(v -> v.id() == nodeId);
  }

  private void partitions(String state, List<String> names) {
    if (!names.isEmpty()) {
      String subject = names.size() == 1 ? "1 partition is " : names.size() + " partitions are ";
      reasons.add(subject + state + ": " + PartitionNames.shorten(names) + ".");
    }
  }
}
