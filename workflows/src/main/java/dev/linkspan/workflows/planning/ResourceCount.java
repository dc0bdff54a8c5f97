package dev.linkspan.workflows.planning;

import dev.linkspan.workflows.plan.ClusterPlan.NewCluster;
import dev.linkspan.workflows.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How many resources of one kind a setup has.
 *
 * @param kind in the singular, e.g. {@code vSwitch}
 */
public record ResourceCount(String kind, int count) {

  /** Everything a setup makes in both clouds, in the order it is made. */
  public static List<ResourceCount> of(Plan plan) {
    List<ResourceCount> counts = new ArrayList<>();
    if (plan.cluster() instanceof NewCluster made) {
      counts.add(new ResourceCount("VPC", 1));
      counts.add(new ResourceCount("vSwitch", made.network().vSwitches().size()));
      counts.add(new ResourceCount("key pair", 1));
      counts.add(new ResourceCount("security group", made.network().securityGroups().size()));
      counts.add(new ResourceCount("instance", made.network().instances().size()));
    }
    int groups = plan.exposure().serverGroups().size();
    counts.add(new ResourceCount("server group", groups));
    counts.add(new ResourceCount("load balancer", 1));
    counts.add(new ResourceCount("listener", groups));
    counts.add(new ResourceCount("endpoint service", 1));
    counts.add(new ResourceCount("private link connection", 1));
    counts.add(new ResourceCount("changefeed", 1));
    return List.copyOf(counts);
  }

  /** All of them in words: {@code 24 resources: 1 VPC, 4 vSwitches, ...}. */
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
