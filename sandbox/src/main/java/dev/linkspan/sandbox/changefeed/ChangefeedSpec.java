package dev.linkspan.sandbox.changefeed;

import java.util.List;

/**
 * A changefeed into Kafka.
 *
 * @param endpointAddresses the private link endpoint's addresses; every name under the domain
 *     resolves to the first
 * @param domain {@code <unique name>.<region's suffix>}: the names of brokers are {@code b<id>}
 *     under it
 */
public record ChangefeedSpec(
    String id,
    List<String> endpointAddresses,
    String domain,
    int bootstrapPort,
    String topic,
    int partitions,
    int replicationFactor) {
  public ChangefeedSpec {
    endpointAddresses = List.copyOf(endpointAddresses);
  }
}
