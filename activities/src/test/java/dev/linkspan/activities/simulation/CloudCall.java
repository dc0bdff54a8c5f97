package dev.linkspan.activities.simulation;

import dev.linkspan.activities.sandbox.SimulatedCloud;
import dev.linkspan.sandbox.http.FormEncoding;
import dev.linkspan.sandbox.http.Request;
import dev.linkspan.sandbox.state.Resource;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One call to a cloud.
 *
 * @param product e.g. {@code vpc}
 * @param action e.g. {@code CreateVpc}
 * @param subject the resources it concerns, by names that are the same in every run of a seed
 */
record CloudCall(String product, String action, String subject) {
  private static final String TIDB_CLOUD = "tidbcloud";
  private static final Map<String, String> PRODUCTS =
      Map.of(
          "2015-04-01", "sts",
          "2016-04-28", "vpc",
          "2014-05-26", "ecs",
          "2022-04-30", "nlb",
          "2020-04-15", "privatelink");
  private static final Pattern ID = Pattern.compile("[a-z]+-t4n[a-z0-9]{17}");
  private static final Pattern STABLE_PARAMETERS =
      Pattern.compile(".*(Name|Id|Ids|Value|ServerId)(\\.\\d+)?$");

  static CloudCall of(Request request, Function<String, Optional<Resource>> byId) {
    if (request.path().startsWith("/v1beta1/")) {
      String about = ID.matcher(request.path()).replaceAll(id -> name(id.group(), byId));
      return new CloudCall(TIDB_CLOUD, SimulatedCloud.tidbOperation(request), about);
    }
    Map<String, String> parameters = new TreeMap<>(request.queryParameters());
    parameters.putAll(FormEncoding.decode(new String(request.body(), StandardCharsets.UTF_8)));
    StringBuilder about = new StringBuilder();
    parameters.forEach(
        (key, value) -> {
          if (STABLE_PARAMETERS.matcher(key).matches()
              && !key.equals("AccessKeyId")
              && !key.equals("RegionId")) {
            about.append(' ').append(ID.matcher(value).replaceAll(id -> name(id.group(), byId)));
          }
        });
    return new CloudCall(
        PRODUCTS.getOrDefault(parameters.getOrDefault("Version", "?"), "?"),
        parameters.getOrDefault("Action", "?"),
        about.toString().strip());
  }

  private static String name(String id, Function<String, Optional<Resource>> byId) {
    return Matcher.quoteReplacement(
        byId.apply(id).map(CloudCall::name).orElse(id.replaceAll("-t4n.*", " (unknown)")));
  }

  /** A name that is the same in every run. */
  static String name(Resource resource) {
    String key = resource.tags().getOrDefault("linkspan:resource", resource.name());
    return resource.type() + ":" + ID.matcher(key).replaceAll("(id)");
  }

  boolean tidb() {
    return product.equals(TIDB_CLOUD);
  }

  /** The action as a RAM policy names it, e.g. {@code vpc:CreateVpc}. */
  String permission() {
    return product + ":" + action;
  }

  /** Whether it changes anything. */
  boolean writes() {
    return !action.startsWith("Describe")
        && !action.startsWith("List")
        && !action.startsWith("Get");
  }

  @Override
  public String toString() {
    return action + "(" + subject + ")";
  }
}
