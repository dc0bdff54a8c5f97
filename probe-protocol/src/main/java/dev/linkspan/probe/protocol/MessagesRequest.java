package dev.linkspan.probe.protocol;

import java.util.List;
import java.util.Set;

/**
 * Request of {@code messages}: creates a topic, writes messages to it, and reads them.
 *
 * @param bootstrap {@code host:port} of INTERNAL listeners
 * @param brokers node IDs of all brokers; each leads a partition of the topic
 * @param messages number of messages; at least one is written to each partition
 */
public record MessagesRequest(
    List<String> bootstrap, Set<Integer> brokers, String topic, int messages) {}
