package dev.linkspan.probe.audit;

import static java.util.Objects.requireNonNullElse;

import dev.linkspan.probe.protocol.AuditRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A request with its defaults filled in.
 *
 * @param messagesPerSecond in total, over all partitions
 * @param maxDuration after which the audit ends by itself
 */
record AuditSettings(
    List<String> bootstrap,
    Set<Integer> brokers,
    String topic,
    int messagesPerSecond,
    Path folder,
    Duration maxDuration) {
  private static final String TOPIC = "linkspan-audit";
  private static final int MESSAGES_PER_SECOND = 20;
  private static final int MOST_MESSAGES_PER_SECOND = 1_000;
  private static final Duration MAX_DURATION = Duration.ofHours(4);

  static AuditSettings of(AuditRequest request) {
    int rate = requireNonNullElse(request.ratePerSecond(), 0);
    int seconds = requireNonNullElse(request.maxSeconds(), 0);
    return new AuditSettings(
        request.bootstrap(),
        request.brokers(),
        requireNonNullElse(request.topic(), TOPIC),
        rate < 1 ? MESSAGES_PER_SECOND : Math.min(MOST_MESSAGES_PER_SECOND, rate),
        Path.of(request.folder()),
        seconds < 1 ? MAX_DURATION : Duration.ofSeconds(seconds));
  }
}
