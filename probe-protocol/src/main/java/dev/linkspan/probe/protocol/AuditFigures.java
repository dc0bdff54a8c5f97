package dev.linkspan.probe.protocol;

/**
 * Numbers of an audit's messages.
 *
 * @param acked messages that every in-sync replica acknowledged
 * @param consumed messages that were read, each counted once
 * @param lost acknowledged messages that were not read although a later message of their partition
 *     was; after the end, every acknowledged message that was not read
 * @param duplicated reads of a message that had already been read
 * @param failed messages that the producer gave up on
 * @param slowestAckMillis longest time from passing a message to the producer to its
 *     acknowledgement, in milliseconds
 * @param longestPauseMillis longest time without a message from a partition, in milliseconds
 */
public record AuditFigures(
    long sent,
    long acked,
    long consumed,
    long lost,
    long duplicated,
    long failed,
    long slowestAckMillis,
    long longestPauseMillis) {}
