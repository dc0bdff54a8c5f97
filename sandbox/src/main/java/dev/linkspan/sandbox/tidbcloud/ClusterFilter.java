package dev.linkspan.sandbox.tidbcloud;

import dev.linkspan.sandbox.tidbcloud.Clusters.Cluster;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The filter of a list of clusters: conditions {@code key=value} with {@code AND} between them. The
 * API's description lists the keys; some take several values, separated by commas.
 *
 * @param conditions the wanted values by key
 */
record ClusterFilter(Map<String, List<String>> conditions) {
  private static final Pattern CONDITION =
      Pattern.compile("([a-zA-Z.]+|labels\\.[^=\\s]+)\\s*=\\s*(?:\"([^\"]*)\"|([^\\s\"]+))");
  private static final Pattern AND = Pattern.compile("\\s+AND\\s+");
  private static final List<String> SEVERAL = List.of("projectId", "clusterId");

  /**
   * Parses a filter; an empty one matches every cluster.
   *
   * @throws TidbCloudError if a condition is malformed or its key is not known
   */
  static ClusterFilter parse(String text) {
    Map<String, List<String>> conditions = new LinkedHashMap<>();
    for (String part : text.isBlank() ? List.<String>of() : List.of(AND.split(text.strip()))) {
      Matcher condition = CONDITION.matcher(part);
      if (!condition.matches()) {
        throw TidbCloudError.invalid("filter: \"" + part + "\" is malformed");
      }
      String key = condition.group(1);
      String value = condition.group(2) == null ? condition.group(3) : condition.group(2);
      conditions.put(
          key, SEVERAL.contains(key) ? Arrays.asList(value.split(",", -1)) : List.of(value));
    }
    ClusterFilter filter = new ClusterFilter(conditions);
    Clusters.all().forEach(filter::matches);
    return filter;
  }

  boolean matches(Cluster cluster) {
    return conditions.entrySet().stream()
        .allMatch(condition -> condition.getValue().contains(value(cluster, condition.getKey())));
  }

  private static String value(Cluster cluster, String key) {
    return switch (key) {
      case "region.provider" -> cluster.provider();
      case "region.name" -> "regions/" + cluster.provider() + "-" + cluster.region();
      case "state" -> cluster.state();
      case "projectId" -> Clusters.PROJECT;
      case "clusterId" -> cluster.id();
      case "displayName" -> cluster.name();
      default -> {
        if (!key.startsWith("labels.")) {
          throw TidbCloudError.invalid("filter: \"" + key + "\" is not known");
        }
        yield Clusters.LABELS.getOrDefault(key.substring("labels.".length()), "");
      }
    };
  }
}
