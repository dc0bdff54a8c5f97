package dev.linkspan.workflows.planning;

import dev.linkspan.workflows.plan.ClusterPlan.NewCluster;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.BrokerPlan;
import dev.linkspan.workflows.plan.SettingsChange;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How other settings change the configuration file of each broker, as text for people. Pure. */
public final class ConfigurationDiff {
  private ConfigurationDiff() {}

  /** A heading with the brokers that stay, and their lines that change; empty if none do. */
  public static List<String> lines(Plan now, Plan wanted) {
    if (!(now.cluster() instanceof NewCluster before)
        || !(wanted.cluster() instanceof NewCluster after)) {
      return List.of();
    }
    List<String> diff = SettingsChange.diff(before.kafka(), after.kafka());
    List<Integer> ids = after.brokers().stream().map(BrokerPlan::nodeId).toList();
    String brokers =
        before.brokers().stream()
            .map(BrokerPlan::nodeId)
            .filter(ids::contains)
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
    if (diff.isEmpty() || brokers.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add("server.properties of brokers " + brokers + ", restarted one at a time:");
    diff.forEach(line -> lines.add("  " + line));
    return List.copyOf(lines);
  }
}
