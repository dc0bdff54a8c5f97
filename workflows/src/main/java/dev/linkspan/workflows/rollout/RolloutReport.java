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
 * @param aborted who ended it early; the brokers that are missing in {@code restarts} were left
 * @param audit what clients noticed; empty where none was wanted
 * @param pauses the pauses that the spec wants between brokers, in all
 */
public record RolloutReport(
    String reason,
    String by,
    Instant startedAt,
    Instant endedAt,
    Optional<String> aborted,
    List<BrokerRestart> restarts,
    Optional<Audit> audit,
    Duration pauses) {

  /** From its first step to its last. */
  public Duration total() {
    return Duration.between(startedAt, endedAt);
  }

  /** What no rollout can do without: brokers that stop, start and catch up, and the pauses. */
  public Duration needed() {
    return restarts.stream()
        .map(broker -> broker.stop().plus(broker.start()).plus(broker.inSync()))
        .reduce(pauses, Duration::plus);
  }

  /**
   * One broker.
   *
   * @param reason why it was restarted, or changed without a restart
   * @param live whether it was changed without a restart
   * @param gate until it was safe to stop
   * @param backend until the load balancer reached it, after it was in sync
   */
  public record BrokerRestart(
      int nodeId,
      String reason,
      boolean live,
      Instant startedAt,
      Duration gate,
      Duration stop,
      Duration start,
      Duration inSync,
      Duration backend,
      Duration total) {}
}
