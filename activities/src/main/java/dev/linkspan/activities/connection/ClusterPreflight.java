package dev.linkspan.activities.connection;

import dev.linkspan.activities.tidbcloud.PrivateLinkConnections.Cluster;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections.Zones;
import dev.linkspan.workflows.steps.Failures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether a TiDB Cloud cluster can have a private link of this kind. Pure. */
final class ClusterPreflight {
  private static final String PREFIX = "alicloud-";

  private ClusterPreflight() {}

  /**
   * @throws io.temporal.failure.ApplicationFailure that parks and names every problem
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
              + "; a private link of this kind needs an active TiDB Cloud Essential cluster on"
              + " Alibaba Cloud in "
              + region,
          problems.equals(List.of("is " + state))
              ? "Bring the cluster to the state ACTIVE in TiDB Cloud, then retry."
              : "Destroy this setup and plan again with the id of such a cluster (and its region),"
                  + " or change the cluster, then retry.");
    }
  }

  static void checkZones(Zones zones, String id, List<String> planned) {
    List<String> theirs = zones.azIds() == null ? List.of() : zones.azIds();
    if (theirs.stream().noneMatch(planned::contains)) {
      throw Failures.needsPerson(
          "cluster "
              + id
              + " connects from the zones "
              + String.join(", ", theirs)
              + ", and the load balancer stands in "
              + String.join(", ", planned),
          "Plan again with at least one of the zones "
              + String.join(", ", theirs)
              + " for the load balancer.");
    }
  }

  private static String provider(Cluster cluster) {
    if (cluster.region() == null) {
      return "an unknown cloud";
    }
    String provider = cluster.region().cloudProvider();
    String known = provider == null ? cluster.region().provider() : provider;
    return known == null ? "an unknown cloud" : known.toLowerCase(Locale.ROOT);
  }

  private static String region(Cluster cluster) {
    String id = cluster.region().regionId();
    String known = id == null ? String.valueOf(cluster.region().name()) : id;
    return known.substring(known.lastIndexOf(PREFIX) < 0 ? 0 : known.lastIndexOf(PREFIX) + 9);
  }

  private static String plan(Cluster cluster) {
    String plan = cluster.servicePlan() == null ? cluster.clusterPlan() : cluster.servicePlan();
    return plan == null ? "unknown" : plan.toLowerCase(Locale.ROOT);
  }
}
