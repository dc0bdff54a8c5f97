package dev.linkspan.activities.alibabacloud;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where Alibaba Cloud's APIs are, and how late its lists may be.
 *
 * @param protocol {@code https} or {@code http}
 * @param endpoints {@code host:port} by product ({@code ecs}, {@code vpc}, {@code nlb}, {@code
 *     privatelink}, {@code sts}); a missing product has its real, regional endpoint
 * @param certificateAuthority PEM file to trust instead of the JVM's own list
 * @param listsLag how long a list, of either cloud, may miss a new resource
 */
public record AlibabaCloudSettings(
    String protocol,
    Map<String, String> endpoints,
    Optional<Path> certificateAuthority,
    Duration listsLag) {
  public AlibabaCloudSettings {
    endpoints = Map.copyOf(endpoints);
  }
}
