package dev.linkspan.probe.audit;

import dev.linkspan.probe.protocol.AuditFigures;
import dev.linkspan.probe.protocol.AuditSeries;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Everything that another process needs to continue an audit; the content of {@code state.json}.
 *
 * @param audit key of this audit's messages in the topic
 * @param started when the first process started, an ISO 8601 instant
 * @param interrupted how often a process died and another one continued
 * @param reserved the first number that was certainly not used
 * @param ended whether the process that wrote this came to its end
 * @param spans in order
 * @param windows figures by label
 * @param offsets offset of the next message to read, by partition
 * @param series the acknowledgements over time
 */
record AuditState(
    String audit,
    String started,
    int interrupted,
    long reserved,
    boolean ended,
    List<Span> spans,
    Map<String, AuditFigures> windows,
    Map<Integer, Long> offsets,
    List<String> problems,
    MessageNumbers.Saved numbers,
    AuditSeries series) {

  /** The state that an older probe wrote has no series. */
  AuditState {
    series = Objects.requireNonNullElse(series, LatencySeries.none());
  }

  /**
   * The numbers from the first one until the next span begins.
   *
   * @param window label of the window they belong to
   * @param partitions number n is sent to partition n modulo this
   */
  record Span(long first, String window, int partitions) {}

  /** The state of an audit that has not sent anything. */
  static AuditState initial(String audit, String started) {
    return new AuditState(
        audit,
        started,
        0,
        0,
        false,
        List.of(),
        Map.of(),
        Map.of(),
        List.of(),
        new MessageNumbers.Saved(List.of(), ""),
        LatencySeries.none());
  }

  /** The state that the next process starts with. */
  AuditState continued() {
    return new AuditState(
        audit,
        started,
        ended ? interrupted : interrupted + 1,
        reserved,
        false,
        spans,
        windows,
        offsets,
        problems,
        numbers,
        series);
  }
}
