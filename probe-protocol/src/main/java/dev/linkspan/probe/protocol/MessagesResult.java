package dev.linkspan.probe.protocol;

import java.util.Map;

/**
 * Result of {@code messages}.
 *
 * @param leaders a partition that each broker leads, by node ID; a broker that leads none is
 *     missing
 * @param outcomes by partition
 */
public record MessagesResult(Map<Integer, Integer> leaders, Map<Integer, Outcome> outcomes) {

  /**
   * What became of the messages of a partition.
   *
   * @param sent number of messages passed to the producer
   * @param read number of these messages that were read
   * @param latencyMillis how long the last message took from its sending to its acknowledgement by
   *     all in-sync replicas, in milliseconds; -1 if it was not acknowledged
   * @param problem what went wrong; empty if every message was read
   */
  public record Outcome(int sent, int read, long latencyMillis, String problem) {}
}
