package dev.linkspan.probe;

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

/** Decides whether what was seen is what was asked for, and says why not. */
final class Gate {
  private static final int NAMES = 5;

  private final InspectRequest request;
  private final boolean zooKeeper;
  private final Health health;
  private final List<String> reasons = new ArrayList<>();

  private Gate(InspectRequest request, Health health) {
    this.request = request;
    this.zooKeeper = request.mode() == ClusterMode.ZOOKEEPER;
    this.health = health;
  }

  /** Short sentences, most basic first; empty when it is as wished. */
  static List<String> reasons(InspectRequest request, Health health) {
    Gate gate = new Gate(request, health);
    switch (request.until()) {
      case ONCE -> {}
      case REGISTERED -> gate.registered();
      case IN_SYNC -> gate.inSync();
      case GATE -> gate.mayStop(Objects.requireNonNull(request.nodeId()));
    }
    return List.copyOf(gate.reasons);
  }

  private void registered() {
    Set<Integer> missing = new TreeSet<>(request.brokers().keySet());
    health.brokers().forEach(missing::remove);
    Set<Integer> unexpected = new TreeSet<>(health.brokers());
    unexpected.removeAll(request.brokers().keySet());
    missing.forEach(id -> reasons.add("Broker " + id + " is not there."));
    unexpected.forEach(id -> reasons.add("Broker " + id + " is there and was not expected."));
    if (health.activeController() < 0) {
      reasons.add(
          zooKeeper ? "There is no active controller." : "The controllers' quorum has no leader.");
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
    partitions(health.leaderless(), "without a leader");
    partitions(health.underReplicated(), "not fully replicated");
  }

  private String lag(int voter) {
    return health.voters().stream()
        .filter(v -> v.id() == voter && v.lagMillis() >= 0)
        .map(v -> String.format(Locale.ROOT, ": it is %.1f s behind", v.lagMillis() / 1000.0))
        .findFirst()
        .orElse("");
  }

  private void mayStop(int nodeId) {
    inSync();
    if (!zooKeeper) {
      Set<Integer> voters = new TreeSet<>(health.voters().stream().map(QuorumVoter::id).toList());
      request.voters().forEach(voters::remove);
      if (!request.voters().isEmpty() && !voters.isEmpty()) {
        reasons.add("The quorum has voters that were not expected: " + voters + ".");
      }
    }
    partitions(health.reassigning(), "being moved");
    health
        .logDirProblems()
        .forEach((id, text) -> reasons.add("Disks of broker " + id + ": " + text + "."));
    partitions(
        health.blocked().getOrDefault(nodeId, List.of()),
        "left with too few in-sync replicas without broker " + nodeId);
    boolean votes =
        request.voters().contains(nodeId)
            || health.voters().stream().anyMatch(v -> v.id() == nodeId);
    if (!zooKeeper && votes && !health.quorumAllows().contains(nodeId)) {
      reasons.add("The quorum cannot spare controller " + nodeId + " now.");
    }
    health.problems().stream().filter(p -> !reasons.contains(p)).forEach(reasons::add);
  }

  private void partitions(List<String> names, String what) {
    if (!names.isEmpty()) {
      String subject = names.size() == 1 ? "1 partition is " : names.size() + " partitions are ";
      reasons.add(subject + what + ": " + some(names) + ".");
    }
  }

  /** At most five of these names, and how many more there are. */
  static String some(List<String> names) {
    String first = String.join(", ", names.subList(0, Math.min(NAMES, names.size())));
    int more = names.size() - NAMES;
    return more > 0 ? first + " and " + more + " more" : first;
  }
}
