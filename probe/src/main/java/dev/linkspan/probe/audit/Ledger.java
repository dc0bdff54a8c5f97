package dev.linkspan.probe.audit;

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

/**
 * The books of an audit: what was sent, acknowledged, read. Knows neither Kafka nor a clock; times
 * are nanoseconds of the process. Used by the sender, by the producer's callbacks and by the
 * consumer at once.
 */
final class Ledger {
  private static final int PROBLEMS_KEPT = 5;
  private static final long MILLI = 1_000_000L;

  private final String audit;
  private final String started;
  private final int interrupted;
  private final int partitions;
  private final TreeMap<Long, Span> spans = new TreeMap<>();
  private final Map<String, AuditFigures> windows = new LinkedHashMap<>();
  private final Map<Integer, Long> offsets = new TreeMap<>();
  private final Map<Integer, Long> highest = new HashMap<>();
  private final Map<Integer, Long> lastArrival = new HashMap<>();
  private final Set<String> problems = new LinkedHashSet<>();
  private final Numbers numbers;
  private long next;
  private String window;

  /** Goes on where these books end: with numbers that were certainly not used. */
  Ledger(Books books, int partitions, String window) {
    this.audit = books.audit();
    this.started = books.started();
    this.interrupted = books.interrupted();
    this.partitions = partitions;
    this.numbers = new Numbers(books.numbers());
    this.next = books.reserved();
    this.window = window;
    books.spans().forEach(span -> spans.put(span.first(), span));
    windows.putAll(books.windows());
    offsets.putAll(books.offsets());
    problems.addAll(books.problems());
    begin(window);
  }

  /**
   * Numbers from this one on belong to a window, until the next span begins.
   *
   * @param partitions number n goes into partition n modulo this
   */
  record Span(long first, String window, int partitions) {}

  /**
   * All that another process needs to go on.
   *
   * @param audit marks this audit's messages in the topic
   * @param reserved no number from here on was used
   * @param offsets of the next message to read, by partition
   * @param ended whether the process that wrote it came to its end
   */
  record Books(
      String audit,
      String started,
      int interrupted,
      long reserved,
      boolean ended,
      List<Span> spans,
      Map<String, AuditFigures> windows,
      Map<Integer, Long> offsets,
      List<String> problems,
      Numbers.Saved numbers) {

    static Books blank(String audit, String started) {
      return new Books(
          audit,
          started,
          0,
          0,
          false,
          List.of(),
          Map.of(),
          Map.of(),
          List.of(),
          new Numbers.Saved(List.of(), ""));
    }

    /** For the process that takes over. */
    Books takenOver() {
      return new Books(
          audit,
          started,
          ended ? interrupted : interrupted + 1,
          reserved,
          false,
          spans,
          windows,
          offsets,
          problems,
          numbers);
    }
  }

  /** A number to send, and where. */
  record Ticket(long number, int partition) {}

  synchronized void window(String label) {
    if (!label.equals(window)) {
      begin(label);
    }
  }

  private void begin(String label) {
    window = label;
    spans.put(next, new Span(next, label, partitions));
    windows.putIfAbsent(label, Counts.NONE);
  }

  synchronized Ticket send() {
    long number = next++;
    count(number, Counts.SENT);
    return new Ticket(number, (int) (number % partitions));
  }

  synchronized void acked(long number, long nanosTaken) {
    numbers.acked(number);
    count(number, Counts.acked(nanosTaken / MILLI));
  }

  synchronized void failed(long number, String problem) {
    numbers.failed(number);
    count(number, Counts.FAILED);
    problem(problem);
  }

  /** Of the next message to read, by partition, as far as there is one. */
  synchronized Map<Integer, Long> offsets() {
    return Map.copyOf(offsets);
  }

  /** Where the reading of each partition begins. */
  synchronized void begin(Map<Integer, Long> from) {
    offsets.putAll(from);
  }

  String audit() {
    return audit;
  }

  /** One message was read; messages of others count for nothing but the offset. */
  synchronized void read(int partition, long offset, String key, String value, long now) {
    offsets.put(partition, offset + 1);
    if (!audit.equals(key)) {
      return;
    }
    long number = Long.parseLong(value);
    count(number, numbers.consumed(number) ? Counts.CONSUMED : Counts.DUPLICATED);
    highest.merge(partition, number, Math::max);
    Long last = lastArrival.put(partition, now);
    if (last != null) {
      count(number, Counts.pause((now - last) / MILLI));
    }
  }

  synchronized void problem(String text) {
    problems.remove(text);
    problems.add(text);
    if (problems.size() > PROBLEMS_KEPT) {
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

  /** A gap: its partition went on without it. */
  private boolean overtaken(long number) {
    int partition = (int) (number % spanOf(number).partitions());
    return highest.getOrDefault(partition, -1L) > number;
  }

  /**
   * The running figures, or the final ones.
   *
   * @param now for pauses that go on still, or when the sending ended: silence is right then
   */
  synchronized AuditReport report(String topic, String updated, boolean ended, long now) {
    Map<String, AuditFigures> shown = new LinkedHashMap<>(windows);
    numbers
        .missing()
        .filter(number -> ended || overtaken(number))
        .forEach(n -> shown.merge(spanOf(n).window(), Counts.LOST, Counts::sum));
    if (!ended) {
      lastArrival.values().stream()
          .map(last -> Counts.pause((now - last) / MILLI))
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
        new ArrayList<>(problems));
  }

  /**
   * The books as they are now.
   *
   * @param reserve how many more numbers may be used before the next writing
   */
  synchronized Books books(int reserve, boolean ended) {
    return new Books(
        audit,
        started,
        interrupted,
        next + reserve,
        ended,
        List.copyOf(spans.values()),
        new LinkedHashMap<>(windows),
        new TreeMap<>(offsets),
        List.copyOf(problems),
        numbers.save());
  }

  synchronized long next() {
    return next;
  }
}
