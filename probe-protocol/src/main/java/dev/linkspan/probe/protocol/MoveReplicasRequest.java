package dev.linkspan.probe.protocol;

import java.util.List;

/**
 * Request of {@code move-replicas}: reassigns partitions, and does not wait for them.
 *
 * @param bootstrap {@code host:port} of INTERNAL listeners of brokers that stay
 * @param from node IDs of the brokers whose replicas move to others
 * @param own topics of Linkspan itself: with fewer brokers than copies, they get fewer copies
 */
public record MoveReplicasRequest(List<String> bootstrap, List<Integer> from, List<String> own) {}
