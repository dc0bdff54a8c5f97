package dev.linkspan.plan;

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
    int groups = plan.exposure().serverGroups().size();
    return List.of(
        new ResourceCount("VPC", 1),
        new ResourceCount("vSwitch", plan.network().vSwitches().size()),
        new ResourceCount("key pair", 1),
        new ResourceCount("security group", plan.network().securityGroups().size()),
        new ResourceCount("instance", plan.network().instances().size()),
        new ResourceCount("server group", groups),
        new ResourceCount("load balancer", 1),
        new ResourceCount("listener", groups),
        new ResourceCount("endpoint service", 1),
        new ResourceCount("private link connection", 1),
        new ResourceCount("changefeed", 1));
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
