package dev.linkspan.kafka;

import dev.linkspan.kafka.AuditActivities.Audit;
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
 */
public record RolloutReport(
    String reason,
    String by,
    String startedAt,
    String endedAt,
    Optional<String> aborted,
    List<BrokerRestart> restarts,
    Optional<Audit> audit) {

  /**
   * One broker. All durations in milliseconds.
   *
   * @param reason why it was restarted, or changed without a restart
   * @param live whether it was changed without a restart
   */
  public record BrokerRestart(
      int nodeId,
      String reason,
      boolean live,
      String startedAt,
      long stopMillis,
      long startMillis,
      long inSyncMillis,
      long backendMillis,
      long allMillis) {}
}
