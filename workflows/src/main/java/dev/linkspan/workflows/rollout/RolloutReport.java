package dev.linkspan.workflows.rollout;

import dev.linkspan.workflows.rollout.AuditActivities.Audit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a rollout did.
 *
 * @param reason why the rollout took place, in words
 * @param by who asked for it, as that person claims; not verified
 * @param aborted who ended it early, and why; the brokers that {@code restarts} lacks were left as
 *     they were
 * @param audit what clients noticed; empty if the audit is switched off
 * @param pauses the sum of the pauses between brokers that the spec wants
 * @param leftDown brokers that are down at the end of an aborted rollout: it could not bring them
 *     back, or they went down for another reason
 */
public record RolloutReport(
    String reason,
    String by,
    Instant startedAt,
    Instant endedAt,
    Optional<String> aborted,
    List<BrokerRestart> restarts,
    Optional<Audit> audit,
    Duration pauses,
    List<Integer> leftDown) {

  /** The time from the first step to the last. */
  public Duration total() {
    return Duration.between(startedAt, endedAt);
  }

  /** The time that no rollout can save: stops, starts, catching up, and the pauses. */
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
   * @param gate time until it was safe to stop
   * @param stop time from the request to stop until the process was gone
   * @param start time from the start until its ports were open
   * @param inSync time from the change until the whole cluster was in sync
   * @param backend time from then until the load balancer reached the broker
   * @param total the whole time of this broker
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
