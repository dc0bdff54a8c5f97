package dev.linkspan.probe.protocol;

/**
 * A voter of the KRaft metadata quorum, as the quorum's leader sees it.
 *
 * @param id node ID
 * @param lagMillis milliseconds since the voter last had everything that the leader had; 0 for the
 *     leader, -1 if the leader has not heard from the voter yet
 * @param offsetsBehind number of records of the metadata log that the voter lacks
 */
public record QuorumVoter(int id, long lagMillis, long offsetsBehind) {}
