package dev.linkspan.sandbox;

import dev.linkspan.sandbox.api.ApiError;
import dev.linkspan.sandbox.json.JsonObject;
import dev.linkspan.sandbox.models.Conformance;
import dev.linkspan.sandbox.state.Store;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;

/** Calls the actions of one product of a cloud, and records the calls. */
final class ProductCalls {
  private final LinkedCloud cloud;
  private final Conformance conformance;
  private final String product;
  private final String version;

  ProductCalls(LinkedCloud cloud, Conformance conformance, String product, String version) {
    this.cloud = cloud;
    this.conformance = conformance;
    this.product = product;
    this.version = version;
  }

  Map<String, Object> call(String action) {
    return call(action, "");
  }

  /**
   * Makes a call.
   *
   * @param namesAndValues see {@link #parameters}
   */
  Map<String, Object> call(String action, String namesAndValues) {
    return call(action, parameters(namesAndValues));
  }

  Map<String, Object> call(String action, Map<String, String> parameters) {
    Map<String, Object> body = cloud.cloud.api().perform(version, action, parameters);
    conformance.add(product, action, parameters, body);
    return body;
  }

  /** Makes a call that creates a resource; returns this field of the answer. */
  String create(String action, String namesAndValues, String field) {
    return text(call(action, namesAndValues), field);
  }

  /** Makes a call that the sandbox always refuses. */
  void refused(String action, String namesAndValues) {
    Map<String, String> parameters = parameters(namesAndValues);
    conformance.add(product, action, parameters, Map.of());
    try {
      cloud.cloud.api().perform(version, action, parameters);
    } catch (ApiError e) {
      return;
    }
    throw new AssertionError(action + " was not refused");
  }

  /** Sets, lists and removes a tag. */
  void tags(String type, String id, String untag) {
    call(
        "TagResources",
        "ResourceType=" + type + " ResourceId.1=" + id + " Tag.1.Key=k Tag.1.Value=v");
    call("ListTagResources", "ResourceType=" + type + " ResourceId.1=" + id);
    call(untag, "ResourceType=" + type + " ResourceId.1=" + id + " TagKey.1=k");
  }

  /** All resources of the cloud. */
  Store store() {
    return cloud.cloud.store();
  }

  /** Waits until the resource has this status, or is gone if the status is empty. */
  void until(String type, String id, String status) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> cloud.status(type, id), status::equals);
  }

  /** Parses {@code Name=value Name=value}, and adds the region. */
  static Map<String, String> parameters(String namesAndValues) {
    Map<String, String> parameters = new HashMap<>(Map.of("RegionId", LinkedCloud.REGION));
    for (String word : namesAndValues.split(" ", -1)) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        parameters.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    return parameters;
  }

  static String text(Map<String, Object> body, String field) {
    return new JsonObject(body).text(field);
  }
}
