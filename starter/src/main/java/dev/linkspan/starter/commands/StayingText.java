package dev.linkspan.starter.commands;

import dev.linkspan.workflows.plan.ClusterPlan.ExistingCluster;
import dev.linkspan.workflows.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a removal leaves behind, and how a person takes it out. Pure. */
final class StayingText {
  private StayingText() {}

  /** The lines; none for a cluster that the setup created, of which nothing stays. */
  static List<String> lines(Plan plan) {
    if (!(plan.cluster() instanceof ExistingCluster cluster)) {
      return List.of();
    }
    String brokers =
        cluster.brokers().stream()
            .map(broker -> broker.nodeId() + " (" + broker.instance() + ")")
            .collect(Collectors.joining(", "));
    List<String> lines = new ArrayList<>();
    lines.add("What stays, because it belongs to the existing cluster:");
    lines.add(
        "  the listener EXTERNAL on port "
            + cluster.externalPort()
            + " of broker "
            + brokers
            + ", which advertises a name that TiDB Cloud no longer resolves");
    lines.add("    Taking it out restarts every broker, so a removal of the link does not do it.");
    lines.add("    -> Delete the entries of EXTERNAL from listeners, advertised.listeners, and");
    lines.add(
        "       listener.security.protocol.map in each server.properties. Then restart the brokers,");
    lines.add("       one at a time, each after the one before it is in sync.");
    lines.add(
        "  the network, the machines, the topics, and their data, which Linkspan did not create");
    return lines;
  }
}
