package dev.linkspan.workflows.rollout;

import dev.linkspan.workflows.rollout.AuditActivities.Audit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a rollout did.
 *
 * @param reason why it was made, in words
 * @param by who asked for it, as claimed
 * @param startedAt ISO-8601, as all times here
 * @param aborted who ended it early; the brokers that are missing in {@code restarts} were left
 * @param audit what clients noticed; empty where none was wanted
 * @param pauseMillis the pauses that the spec wants between brokers, in all
 */
public record RolloutReport(
    String reason,
    String by,
    String startedAt,
    String endedAt,
    Optional<String> aborted,
    List<BrokerRestart> restarts,
    Optional<Audit> audit,
    long pauseMillis) {

  /** From its first step to its last. */
  public long allMillis() {
    return Duration.between(Instant.parse(startedAt), Instant.parse(endedAt)).toMillis();
  }

  /** What no rollout can do without: brokers that stop, start and catch up, and the pauses. */
  public long neededMillis() {
    return pauseMillis
        + restarts.stream()
            .mapToLong(broker -> broker.stopMillis() + broker.startMillis() + broker.inSyncMillis())
            .sum();
  }

  /**
   * One broker. All durations in milliseconds.
   *
   * @param reason why it was restarted, or changed without a restart
   * @param live whether it was changed without a restart
   * @param gateMillis until it was safe to stop
   * @param backendMillis until the load balancer reached it, after it was in sync
   */
  public record BrokerRestart(
      int nodeId,
      String reason,
      boolean live,
      String startedAt,
      long gateMillis,
      long stopMillis,
      long startMillis,
      long inSyncMillis,
      long backendMillis,
      long allMillis) {}
}
