package dev.linkspan.activities.alibabacloud;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where Alibaba Cloud's APIs are.
 *
 * @param protocol {@code https} or {@code http}
 * @param endpoints {@code host:port} by product ({@code ecs}, {@code vpc}, {@code nlb}, {@code
 *     privatelink}, {@code sts}); the real, regional one for a product that is missing
 * @param certificateAuthority PEM file to trust instead of the JVM's own list
 * @param listsLag how long a list, of either cloud, may not show what was just made
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
