package dev.linkspan.probe.audit;

import dev.linkspan.probe.audit.AuditState.Span;
import dev.linkspan.probe.protocol.AuditFigures;
import dev.linkspan.probe.protocol.AuditReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Records what an audit sent, what was acknowledged, and what was read. Depends on neither Kafka
 * nor a clock: times are {@code System.nanoTime()} of the caller. Safe for the sender, the
 * producer's callbacks, and the reader to use at the same time.
 */
final class Ledger {
  private static final int MAX_PROBLEMS = 5;
  private static final long NANOS_PER_MILLI = 1_000_000L;

  private final String audit;
  private final String started;
  private final int interrupted;
  private final int partitions;
  private final TreeMap<Long, Span> spans = new TreeMap<>();
  private final Map<String, AuditFigures> windows = new LinkedHashMap<>();
  private final Map<Integer, Long> offsets = new TreeMap<>();
  private final Map<Integer, Long> highestRead = new HashMap<>();
  private final Map<Integer, Long> lastRead = new HashMap<>();
  private final Set<String> problems = new LinkedHashSet<>();
  private final MessageNumbers numbers;
  private final LatencySeries series;
  private long next;
  private String window;

  /** Continues from a state, with numbers that were certainly not used. */
  Ledger(AuditState state, int partitions, String window) {
    this.audit = state.audit();
    this.started = state.started();
    this.interrupted = state.interrupted();
    this.partitions = partitions;
    this.numbers = new MessageNumbers(state.numbers());
    this.series = new LatencySeries(state.series());
    this.next = state.reserved();
    this.window = window;
    state.spans().forEach(span -> spans.put(span.first(), span));
    windows.putAll(state.windows());
    offsets.putAll(state.offsets());
    problems.addAll(state.problems());
    beginSpan();
  }

  /** A message to send: its number, and its partition. */
  record Message(long number, int partition) {}

  /** Messages that are sent from now on count for the window with this label. */
  synchronized void window(String label) {
    if (!label.equals(window)) {
      window = label;
      beginSpan();
    }
  }

  private void beginSpan() {
    spans.put(next, new Span(next, window, partitions));
    windows.putIfAbsent(window, Counts.NONE);
  }

  /** The next message. */
  synchronized Message send() {
    long number = next++;
    count(number, Counts.SENT);
    return new Message(number, (int) (number % partitions));
  }

  /** The number of the next message. */
  synchronized long next() {
    return next;
  }

  /**
   * A message is acknowledged.
   *
   * @param second of the audit in which it was sent
   */
  synchronized void acked(long number, long elapsedNanos, long second) {
    long millis = elapsedNanos / NANOS_PER_MILLI;
    numbers.acked(number);
    series.acked(second, millis);
    count(number, Counts.acked(millis));
  }

  /**
   * The producer gave up on a message.
   *
   * @param second of the audit in which it was sent
   */
  synchronized void failed(long number, String problem, long second) {
    numbers.failed(number);
    series.failed(second);
    count(number, Counts.FAILED);
    problem(problem);
  }

  /** Offset of the next message to read, by partition, as far as it is known. */
  synchronized Map<Integer, Long> offsets() {
    return Map.copyOf(offsets);
  }

  /** Sets the offset at which reading starts, by partition. */
  synchronized void startReading(Map<Integer, Long> from) {
    offsets.putAll(from);
  }

  /** When the audit started, an ISO 8601 instant. */
  String started() {
    return started;
  }

  /** The key of this audit's messages. */
  String audit() {
    return audit;
  }

  /** Records a message; of a message of another audit, only the offset counts. */
  synchronized void read(int partition, long offset, @Nullable String key, String value, long now) {
    offsets.put(partition, offset + 1);
    if (!audit.equals(key)) {
      return;
    }
    long number = Long.parseLong(value);
    count(number, numbers.consumed(number) ? Counts.CONSUMED : Counts.DUPLICATED);
    highestRead.merge(partition, number, Math::max);
    Long last = lastRead.put(partition, now);
    if (last != null) {
      count(number, Counts.pause((now - last) / NANOS_PER_MILLI));
    }
  }

  /** Keeps the last few different problems. */
  synchronized void problem(String text) {
    problems.remove(text);
    problems.add(text);
    if (problems.size() > MAX_PROBLEMS) {
      problems.remove(problems.iterator().next());
    }
  }

  /** Whether everything acknowledged was read. */
  synchronized boolean complete() {
    return numbers.missing().findAny().isEmpty();
  }

  private void count(long number, AuditFigures event) {
    windows.merge(spanOf(number).window(), event, Counts::sum);
  }

  private Span spanOf(long number) {
    var span = spans.floorEntry(number);
    return span == null ? spans.firstEntry().getValue() : span.getValue();
  }

  /** Whether a later message of its partition was read. */
  private boolean overtaken(long number) {
    int partition = (int) (number % spanOf(number).partitions());
    return highestRead.getOrDefault(partition, -1L) > number;
  }

  /**
   * The figures so far, or the final ones.
   *
   * @param updated when the report is written, an ISO 8601 instant
   * @param now for pauses that are still going on; after the end, silence is no pause
   */
  synchronized AuditReport report(String topic, String updated, boolean ended, long now) {
    Map<String, AuditFigures> shown = new LinkedHashMap<>(windows);
    numbers
        .missing()
        .filter(number -> ended || overtaken(number))
        .forEach(number -> shown.merge(spanOf(number).window(), Counts.LOST, Counts::sum));
    if (!ended) {
      lastRead.values().stream()
          .map(last -> Counts.pause((now - last) / NANOS_PER_MILLI))
          .forEach(pause -> shown.merge(window, pause, Counts::sum));
    }
    return new AuditReport(
        topic,
        partitions,
        started,
        updated,
        ended,
        interrupted,
        window,
        shown.values().stream().reduce(Counts.NONE, Counts::sum),
        shown,
        new ArrayList<>(problems),
        series.series());
  }

  /**
   * The state as it is now.
   *
   * @param reserve how many more numbers can be used before the next state is written
   */
  synchronized AuditState state(int reserve, boolean ended) {
    return new AuditState(
        audit,
        started,
        interrupted,
        next + reserve,
        ended,
        List.copyOf(spans.values()),
        new LinkedHashMap<>(windows),
        new TreeMap<>(offsets),
        List.copyOf(problems),
        numbers.save(),
        series.series());
  }
}
