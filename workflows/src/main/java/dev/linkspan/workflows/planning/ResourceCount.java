package dev.linkspan.workflows.planning;

import dev.linkspan.workflows.plan.ClusterPlan.NewCluster;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.ChangefeedUse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The number of resources of one kind in a setup.
 *
 * @param kind in the singular, for example {@code vSwitch}
 */
public record ResourceCount(String kind, int count) {

  /** Everything that a setup creates in both clouds, in the order of creation. */
  public static List<ResourceCount> of(Plan plan) {
    List<ResourceCount> counts = new ArrayList<>();
    if (plan.cluster() instanceof NewCluster created) {
      counts.add(new ResourceCount("VPC", 1));
      counts.add(new ResourceCount("vSwitch", created.network().vSwitches().size()));
      counts.add(new ResourceCount("key pair", 1));
      counts.add(new ResourceCount("security group", created.network().securityGroups().size()));
      counts.add(new ResourceCount("instance", created.network().instances().size()));
    }
    int groups = plan.exposure().serverGroups().size();
    counts.add(new ResourceCount("server group", groups));
    counts.add(new ResourceCount("load balancer", 1));
    counts.add(new ResourceCount("listener", groups));
    counts.add(new ResourceCount("endpoint service", 1));
    counts.add(new ResourceCount("private link connection", 1));
    if (plan.verification().changefeed().use() == ChangefeedUse.KEEP) {
      counts.add(new ResourceCount("changefeed", 1));
    }
    return List.copyOf(counts);
  }

  /** All counts in words: {@code 24 resources: 1 VPC, 4 vSwitches, ...}. */
  static String inWords(List<ResourceCount> counts) {
    return counts.stream().mapToInt(ResourceCount::count).sum()
        + " resources: "
        + counts.stream().map(ResourceCount::inWords).collect(Collectors.joining(", "));
  }

  private String inWords() {
    String plural = kind.endsWith("ch") ? "es" : "s";
    return count + " " + kind + (count == 1 ? "" : plural);
  }
}
