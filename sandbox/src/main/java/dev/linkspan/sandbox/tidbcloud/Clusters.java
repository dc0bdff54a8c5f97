package dev.linkspan.sandbox.tidbcloud;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The TiDB Cloud clusters of the sandbox. They are fixed. */
final class Clusters {
  static final String PROJECT = "1372813089209061633";
  static final Map<String, String> LABELS =
      Map.of("tidb.cloud/organization", "1", "tidb.cloud/project", PROJECT);

  /** Lives in one zone, as Essential clusters can since 2026-06-09. */
  private static final String SINGLE_ZONE = "10006";

  private static final List<String> FULL_ONLY =
      List.of("servicePlan", "highAvailabilityType", "labels", "annotations");
  private static final String CREATED = "2026-07-15T08:00:00Z";

  private static final List<Cluster> ALL =
      List.of(
          new Cluster(
              "10001", "linkspan-demo", "alicloud", "ap-southeast-1", "ESSENTIAL", "ACTIVE"),
          new Cluster("10002", "on-aws", "aws", "us-east-1", "ESSENTIAL", "ACTIVE"),
          new Cluster("10003", "starter", "alicloud", "ap-southeast-1", "STARTER", "ACTIVE"),
          new Cluster("10004", "jakarta", "alicloud", "ap-southeast-5", "ESSENTIAL", "ACTIVE"),
          new Cluster("10005", "asleep", "alicloud", "ap-southeast-1", "ESSENTIAL", "INACTIVE"),
          new Cluster(
              SINGLE_ZONE, "one-zone", "alicloud", "ap-southeast-1", "ESSENTIAL", "ACTIVE"));

  private static final Map<String, List<String>> ZONES =
      Map.of(
          "ap-southeast-1", List.of("ap-southeast-1a", "ap-southeast-1b", "ap-southeast-1c"),
          "ap-southeast-5", List.of("ap-southeast-5a", "ap-southeast-5b"),
          "us-east-1", List.of("use1-az1", "use1-az2"));

  private Clusters() {}

  /**
   * @param region region without the prefix of the provider
   */
  record Cluster(
      String id, String name, String provider, String region, String plan, String state) {

    boolean onAlibabaCloud() {
      return provider.equals("alicloud");
    }

    /** Returns the zones from which the cluster's dataflow can connect. */
    List<String> zones() {
      List<String> all = ZONES.getOrDefault(region, List.of());
      return id.equals(SINGLE_ZONE) ? all.subList(0, 1) : all;
    }

    /**
     * Returns the cluster in a view. Which fields the view BASIC lacks is not documented.
     *
     * @throws TidbCloudError if the view is not known
     */
    Map<String, Object> view(String view) {
      Map<String, Object> json = toJson();
      switch (view) {
        case "FULL" -> {}
        case "BASIC" -> json.keySet().removeAll(FULL_ONLY);
        default -> throw TidbCloudError.invalid("view \"" + view + "\" is not known");
      }
      return json;
    }

    Map<String, Object> toJson() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("name", "clusters/" + id);
      json.put("clusterId", id);
      json.put("displayName", name);
      json.put("region", Regions.json(provider, region));
      json.put("state", state);
      json.put("clusterPlan", plan);
      json.put("servicePlan", plan.charAt(0) + plan.substring(1).toLowerCase(Locale.ROOT));
      json.put("highAvailabilityType", zones().size() == 1 ? "ZONAL" : "REGIONAL");
      json.put("version", "v8.5.2");
      json.put("userPrefix", "sandbox" + id);
      json.put("createdBy", "sandbox");
      json.put("createTime", CREATED);
      json.put("updateTime", CREATED);
      json.put("labels", LABELS);
      json.put("annotations", Map.of("tidb.cloud/available-features", "CHANGEFEED"));
      return json;
    }
  }

  static Optional<Cluster> find(String id) {
    return ALL.stream().filter(cluster -> cluster.id().equals(id)).findFirst();
  }

  static List<Cluster> all() {
    return ALL;
  }
}
