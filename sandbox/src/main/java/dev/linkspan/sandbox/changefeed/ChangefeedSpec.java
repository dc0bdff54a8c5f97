package dev.linkspan.sandbox.changefeed;

import java.util.List;

/**
 * A changefeed that writes to Kafka.
 *
 * @param endpointAddresses addresses of the private link endpoint; names under the domain resolve
 *     to them
 * @param domain {@code <unique name>.<suffix of the region>}; the brokers' names are {@code b<id>}
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
