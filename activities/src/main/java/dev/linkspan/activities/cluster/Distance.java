package dev.linkspan.activities.cluster;

import dev.linkspan.probe.protocol.InspectResult;
import dev.linkspan.probe.protocol.InspectResult.Health;

/**
 * How far a cluster is from being healthy: first by its problems, then by how far its replicas lag.
 *
 * @param problems a weighted count; a missing broker or controller weighs as much as 1000
 *     partitions
 * @param offsetLag number of messages that all replicas together lack
 */
record Distance(long problems, long offsetLag) implements Comparable<Distance> {
  private static final long HEAVY = 1000;

  /** The distance that an inspection found. */
  static Distance of(InspectResult result, int expectedBrokers) {
    Health health = result.health();
    long problems =
        HEAVY * (expectedBrokers - health.brokers().size())
            + health.underReplicated().size()
            + health.leaderless().size()
            + health.laggingVoters().size()
            + result.reasons().size()
            + (health.activeController() < 0 ? HEAVY : 0);
    long lag = health.offsetLag().values().stream().mapToLong(Long::longValue).sum();
    return new Distance(problems, lag);
  }

  @Override
  public int compareTo(Distance other) {
    int byProblems = Long.compare(problems, other.problems);
    return byProblems == 0 ? Long.compare(offsetLag, other.offsetLag) : byProblems;
  }
}
