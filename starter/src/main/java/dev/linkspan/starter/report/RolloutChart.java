package dev.linkspan.starter.report;

import dev.linkspan.workflows.rollout.AuditActivities.AcknowledgementSeries;
import dev.linkspan.workflows.rollout.AuditActivities.Acknowledgements;
import dev.linkspan.workflows.rollout.RolloutReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A rollout over time as SVG: above, what happened to each broker; below, how long clients waited
 * for acknowledgements, on a logarithmic scale. Pure.
 */
final class RolloutChart {
  private static final int LEFT = 62;
  private static final int RIGHT = 10;
  private static final int LANE = 22;
  private static final int TOP = 6;
  private static final int PLOT = 150;
  private static final int AXIS = 34;
  private static final List<Long> TICKS =
      List.of(1L, 2L, 5L, 10L, 15L, 30L, 60L, 120L, 300L, 600L, 1_800L, 3_600L, 7_200L, 21_600L);

  private final int width;
  private final List<RolloutTimes> brokers;
  private final Optional<AcknowledgementSeries> series;
  private final Instant start;
  private final double seconds;
  private final double highest;
  private final StringBuilder svg = new StringBuilder();

  /**
   * @param width in pixels; letters have the same size whatever it is
   */
  RolloutChart(RolloutReport report, int width) {
    this.width = width;
    this.brokers = report.restarts().stream().map(RolloutTimes::of).toList();
    this.series =
        report.audit().flatMap(audit -> audit.series()).filter(s -> !s.points().isEmpty());
    this.start =
        series
            .map(AcknowledgementSeries::startedAt)
            .filter(report.startedAt()::isAfter)
            .orElse(report.startedAt());
    Instant last =
        series
            .map(s -> end(s, s.points().get(s.points().size() - 1)))
            .filter(report.endedAt()::isBefore)
            .orElse(report.endedAt());
    this.seconds = Math.max(1, Duration.between(start, last).toMillis() / 1_000.0);
    double slowest = points().mapToLong(p -> p.slowestAck().toMillis()).max().orElse(100);
    this.highest = Math.max(2, Math.ceil(Math.log10(Math.max(10, slowest))));
  }

  private Stream<Acknowledgements> points() {
    return series.stream().flatMap(s -> s.points().stream());
  }

  private static Instant end(AcknowledgementSeries series, Acknowledgements point) {
    return series.startedAt().plusSeconds(point.second()).plus(series.step());
  }

  @Override
  public String toString() {
    int lanes = TOP + brokers.size() * LANE;
    int plot = lanes + 14;
    int bottom = series.isPresent() ? plot + PLOT : lanes + 4;
    svg.append(
        "<svg viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\" aria-label=\"%s\">\n"
            .formatted(width, bottom + AXIS, width, label()));
    brokers.forEach(broker -> outage(broker, bottom));
    timeAxis(bottom);
    for (int i = 0; i < brokers.size(); i++) {
      lane(brokers.get(i), TOP + i * LANE);
    }
    series.ifPresent(s -> latencies(s, plot, bottom));
    return svg.append("</svg>\n").toString();
  }

  private String label() {
    return "The rollout over time: "
        + brokers.size()
        + " brokers, and the longest waits for acknowledgements";
  }

  private double x(Instant time) {
    double offset = Duration.between(start, time).toMillis() / 1_000.0;
    double share = Math.min(1, Math.max(0, offset / seconds));
    return LEFT + share * (width - LEFT - RIGHT);
  }

  /** The time without the broker, over the whole height. */
  private void outage(RolloutTimes broker, int bottom) {
    if (broker.back().isAfter(broker.stopping())) {
      box("outage", broker.stopping(), broker.back(), TOP, bottom - TOP);
      line(x(broker.stopping()), TOP, x(broker.stopping()), bottom, "edge");
      line(x(broker.back()), TOP, x(broker.back()), bottom, "edge");
    }
  }

  private void lane(RolloutTimes broker, int top) {
    text(LEFT - 6, top + 14, "end", "broker " + broker.nodeId());
    box("gate", broker.begun(), broker.stopping(), top + 3, LANE - 8);
    box("stop", broker.stopping(), broker.starting(), top + 3, LANE - 8);
    box("start", broker.starting(), broker.back(), top + 3, LANE - 8);
    box("sync", broker.back(), broker.inSync(), top + 3, LANE - 8);
    box("reach", broker.inSync(), broker.reachable(), top + 3, LANE - 8);
  }

  private void latencies(AcknowledgementSeries all, int top, int bottom) {
    for (int power = 0; power <= highest; power++) {
      double y = y(Math.pow(10, power), top, bottom);
      line(LEFT, y, width - RIGHT, y, "grid");
      text(LEFT - 6, y + 4, "end", Html.duration(Duration.ofMillis((long) Math.pow(10, power))));
    }
    StringBuilder path = new StringBuilder();
    Instant previousEnd = Instant.MIN;
    for (Acknowledgements point : all.points()) {
      Instant from = all.startedAt().plusSeconds(point.second());
      double y = y((double) Math.max(1, point.slowestAck().toMillis()), top, bottom);
      path.append(from.isAfter(previousEnd) ? " M" : " L");
      path.append(decimal(x(from))).append(' ').append(decimal(y));
      path.append(" L").append(decimal(x(end(all, point)))).append(' ').append(decimal(y));
      previousEnd = end(all, point);
      if (point.failed() > 0) {
        box("failed", from, end(all, point), bottom - 6, 6);
      }
    }
    svg.append("<path class=\"latency\" d=\"").append(path.toString().strip()).append("\"/>\n");
  }

  private double y(double millis, int top, int bottom) {
    return bottom - Math.log10(millis) / highest * (bottom - top);
  }

  private void timeAxis(int bottom) {
    line(LEFT, bottom, width - RIGHT, bottom, "axis");
    long step =
        TICKS.stream()
            .filter(tick -> seconds / tick * 56 <= width - LEFT - RIGHT)
            .findFirst()
            .orElse(86_400L);
    for (long second = 0; second <= seconds; second += step) {
      double x = x(start.plusSeconds(second));
      line(x, bottom, x, bottom + 4, "axis");
      text(x, bottom + 17, x > width - 3 * RIGHT ? "end" : "middle", clock(second));
    }
    text(width - RIGHT, bottom + 31, "end", "min:s since " + Html.time(start));
  }

  private static String clock(long second) {
    return second < 3_600
        ? "%d:%02d".formatted(second / 60, second % 60)
        : "%d:%02d:%02d".formatted(second / 3_600, second / 60 % 60, second % 60);
  }

  private void box(String style, Instant from, Instant to, double top, double height) {
    double left = x(from);
    double wide = x(to) - left;
    if (to.isAfter(from)) {
      svg.append(
          "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>\n"
              .formatted(
                  style, decimal(left), decimal(top), decimal(Math.max(1, wide)), decimal(height)));
    }
  }

  private void line(double x1, double y1, double x2, double y2, String style) {
    svg.append(
        "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>\n"
            .formatted(style, decimal(x1), decimal(y1), decimal(x2), decimal(y2)));
  }

  private void text(double x, double y, String anchor, String text) {
    svg.append(
        "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>\n"
            .formatted(decimal(x), decimal(y), anchor, Html.text(text)));
  }

  private static String decimal(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }
}
