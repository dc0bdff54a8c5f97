package dev.linkspan.probe.protocol;

/**
 * What became of the messages that an audit sent in some seconds.
 *
 * @param second the first of these seconds, counted from the start of the audit
 * @param slowestAckMillis longest time from passing one of them to the producer to its
 *     acknowledgement, in milliseconds
 * @param acked messages that every in-sync replica acknowledged
 * @param failed messages that the producer gave up on
 */
public record AuditPoint(long second, long slowestAckMillis, long acked, long failed) {}
