package dev.linkspan.probe.audit;

import dev.linkspan.probe.protocol.AuditPoint;
import dev.linkspan.probe.protocol.AuditSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The acknowledgements of an audit over time, in at most {@value #MOST_POINTS} points: when there
 * are more, two become one. Not safe for use by several threads.
 */
final class LatencySeries {
  static final int MOST_POINTS = 120;

  private final TreeMap<Long, AuditPoint> points = new TreeMap<>();
  private int secondsPerPoint;

  /** Continues a series. */
  LatencySeries(AuditSeries before) {
    secondsPerPoint = before.secondsPerPoint();
    before.points().forEach(point -> points.put(point.second(), point));
  }

  /** An empty series. */
  static AuditSeries none() {
    return new AuditSeries(1, List.of());
  }

  /** A message that was sent in this second of the audit was acknowledged. */
  void acked(long second, long millis) {
    add(new AuditPoint(second, millis, 1, 0));
  }

  /** The producer gave up on a message that was sent in this second of the audit. */
  void failed(long second) {
    add(new AuditPoint(second, 0, 0, 1));
  }

  private void add(AuditPoint event) {
    merge(event);
    while (points.size() > MOST_POINTS) {
      List<AuditPoint> all = new ArrayList<>(points.values());
      points.clear();
      secondsPerPoint *= 2;
      all.forEach(this::merge);
    }
  }

  private void merge(AuditPoint point) {
    long first = Math.floorDiv(point.second(), secondsPerPoint) * secondsPerPoint;
    AuditPoint placed =
        new AuditPoint(first, point.slowestAckMillis(), point.acked(), point.failed());
    points.merge(first, placed, LatencySeries::sum);
  }

  private static AuditPoint sum(AuditPoint a, AuditPoint b) {
    return new AuditPoint(
        a.second(),
        Math.max(a.slowestAckMillis(), b.slowestAckMillis()),
        a.acked() + b.acked(),
        a.failed() + b.failed());
  }

  /** The series so far. */
  AuditSeries series() {
    return new AuditSeries(secondsPerPoint, List.copyOf(points.values()));
  }
}
