package dev.linkspan.activities.connection;

import dev.linkspan.activities.tidbcloud.PrivateLinkConnections.AvailabilityZones;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections.Cluster;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections.Region;
import dev.linkspan.workflows.steps.Failures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Decides whether a TiDB Cloud cluster can have a private link to Alibaba Cloud. No I/O. */
final class ClusterPreflight {
  private static final String UNKNOWN_CLOUD = "an unknown cloud";
  private static final String REGION_PREFIX = "alicloud-";

  private ClusterPreflight() {}

  /**
   * Checks provider, region, plan and state.
   *
   * @throws io.temporal.failure.ApplicationFailure that parks the step and names every problem
   */
  static void check(Cluster cluster, String id, String region) {
    List<String> problems = new ArrayList<>();
    String provider = provider(cluster);
    String actualRegion = region(cluster);
    if (!provider.equals("alicloud")) {
      problems.add("runs on " + provider);
    } else if (!actualRegion.equals(region)) {
      problems.add("is in " + actualRegion);
    }
    if (!plan(cluster).equals("essential")) {
      problems.add("has the plan " + plan(cluster));
    }
    String state = cluster.state() == null ? "unknown" : cluster.state();
    if (!state.equals("ACTIVE")) {
      problems.add("is " + state);
    }
    if (!problems.isEmpty()) {
      throw Failures.needsPerson(
          "cluster "
              + id
              + " "
              + String.join(", ", problems)
              + "; this private link needs an active TiDB Cloud Essential cluster on"
              + " Alibaba Cloud in "
              + region,
          problems.equals(List.of("is " + state))
              ? "Bring the cluster to the state ACTIVE in TiDB Cloud, then retry."
              : "Destroy this setup and plan again with the id of such a cluster (and its region),"
                  + " or change the cluster, then retry.");
    }
  }

  /**
   * Checks that the cluster and the load balancer share a zone.
   *
   * @throws io.temporal.failure.ApplicationFailure that parks the step
   */
  static void checkZones(AvailabilityZones dataflow, String id, List<String> planned) {
    List<String> zones = dataflow.zones();
    if (zones.isEmpty()) {
      throw Failures.needsPerson(
          "TiDB Cloud names no zone that cluster " + id + " connects from",
          "Ask TiDB Cloud's support from which zones the cluster can have a private link, then"
              + " retry.");
    }
    if (zones.stream().noneMatch(planned::contains)) {
      throw Failures.needsPerson(
          "cluster "
              + id
              + " connects from the zones "
              + String.join(", ", zones)
              + ", and the load balancer is in "
              + String.join(", ", planned),
          "Plan again with at least one of the zones "
              + String.join(", ", zones)
              + " for the load balancer.");
    }
  }

  private static String provider(Cluster cluster) {
    Region region = cluster.region();
    if (region == null) {
      return UNKNOWN_CLOUD;
    }
    String known = region.cloudProvider() == null ? region.provider() : region.cloudProvider();
    return known == null ? UNKNOWN_CLOUD : known.toLowerCase(Locale.ROOT);
  }

  private static String region(Cluster cluster) {
    Region region = cluster.region();
    if (region == null) {
      return "an unknown region";
    }
    String known = region.regionId() == null ? String.valueOf(region.name()) : region.regionId();
    int prefix = known.lastIndexOf(REGION_PREFIX);
    return prefix < 0 ? known : known.substring(prefix + REGION_PREFIX.length());
  }

  private static String plan(Cluster cluster) {
    String plan = cluster.servicePlan() == null ? cluster.clusterPlan() : cluster.servicePlan();
    return plan == null ? "unknown" : plan.toLowerCase(Locale.ROOT);
  }
}
