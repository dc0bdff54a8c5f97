package dev.linkspan.probe.protocol;

import java.util.List;

/**
 * Result of {@code move-replicas}.
 *
 * @param left partitions that still have a replica on one of the brokers
 * @param waiting those among them that nothing moved yet when this call began
 * @param missingBytes what the new replicas of partitions that are being moved lack; 0 if it can't
 *     be read
 * @param impossible partitions with more replicas than there are other brokers, as {@code
 *     topic-partition}
 */
public record MoveReplicasResult(
    int left, int waiting, long missingBytes, List<String> impossible) {}
