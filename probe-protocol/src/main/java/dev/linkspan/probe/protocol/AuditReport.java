package dev.linkspan.probe.protocol;

import java.util.List;
import java.util.Map;

/**
 * Result of {@code audit}, and the content of {@code audit.json} while the audit runs.
 *
 * @param partitions number of partitions of the topic
 * @param started when the audit's first process started, an ISO 8601 instant
 * @param updated when this report was written, an ISO 8601 instant
 * @param ended whether the audit has stopped sending and reading; the figures are final then
 * @param interrupted how often a process of this audit died and another one continued
 * @param window label of the current window
 * @param windows figures of each window by label, in the order in which the windows began
 * @param problems the last few kinds of errors that the Kafka clients reported
 * @param series the acknowledgements over time
 */
public record AuditReport(
    String topic,
    int partitions,
    String started,
    String updated,
    boolean ended,
    int interrupted,
    String window,
    AuditFigures total,
    Map<String, AuditFigures> windows,
    List<String> problems,
    AuditSeries series) {}
