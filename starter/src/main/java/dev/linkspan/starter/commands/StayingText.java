package dev.linkspan.starter.commands;

import dev.linkspan.workflows.plan.ClusterPlan.ExistingCluster;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a removal leaves behind, and how a person takes it out. Pure. */
final class StayingText {
  private static final String REST =
      "  the network, the machines, the topics, and their data, which Linkspan did not create";

  private StayingText() {}

  /** Before a removal that leaves the brokers as they are; none for a cluster of the setup. */
  static List<String> before(Plan plan) {
    return plan.cluster() instanceof ExistingCluster cluster
        ? staying(
            cluster,
            List.of(
                "    -> With --restore-brokers, Linkspan takes it out first, by a rolling restart.",
                "       Otherwise:"))
        : List.of();
  }

  /** After a removal that left the brokers as they are; none for a cluster of the setup. */
  static List<String> after(Plan plan) {
    return plan.cluster() instanceof ExistingCluster cluster
        ? staying(cluster, List.of())
        : List.of();
  }

  private static List<String> staying(ExistingCluster cluster, List<String> offer) {
    List<String> lines = new ArrayList<>();
    lines.add("What stays, because it belongs to the existing cluster:");
    lines.add(
        "  the listener "
            + cluster.externalListener()
            + " on port "
            + cluster.externalPort()
            + " of broker "
            + brokers(cluster)
            + ", which advertises a name that TiDB Cloud no longer resolves");
    lines.add("    Taking it out restarts every broker, so a removal of the link does not do it.");
    lines.addAll(offer);
    lines.add(
        "    -> Delete the entries of "
            + cluster.externalListener()
            + " from listeners, advertised.listeners, and");
    lines.add(
        "       listener.security.protocol.map in each server.properties. Then restart the brokers,");
    lines.add("       one at a time, each after the one before it is in sync.");
    lines.add(REST);
    return lines;
  }

  /** Before a removal that restores the brokers. */
  static List<String> beforeRestoration(Plan plan) {
    if (!(plan.cluster() instanceof ExistingCluster cluster)) {
      return List.of(
          "--restore-brokers changes nothing: the setup created the brokers, and they are deleted.");
    }
    return List.of(
        "What happens first, because of --restore-brokers:",
        "  the listener "
            + cluster.externalListener()
            + " on port "
            + cluster.externalPort()
            + " goes out of broker "
            + brokers(cluster),
        "    "
            + (cluster.mode() == Mode.ZOOKEEPER
                ? "Only a broker that was restarted since it got the listener restarts."
                : "Every broker restarts, one at a time, each behind gates.")
            + " Each file becomes what it was;",
        "    lines that somebody else has edited since stay. `pause`, `resume`, and `abort` work.",
        "What stays, because it belongs to the existing cluster:",
        REST);
  }

  private static String brokers(ExistingCluster cluster) {
    return cluster.brokers().stream()
        .map(broker -> broker.nodeId() + " (" + broker.instance() + ")")
        .collect(Collectors.joining(", "));
  }
}
