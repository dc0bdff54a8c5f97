package dev.linkspan.starter.report;

import dev.linkspan.workflows.rollout.AuditActivities.Audit;
import dev.linkspan.workflows.rollout.AuditActivities.Figures;
import dev.linkspan.workflows.rollout.RolloutReport;
import dev.linkspan.workflows.rollout.RolloutReport.BrokerRestart;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The last rollout: what was done to each broker when, and what clients noticed. Pure. */
final class RolloutSection {
  private static final int WIDE = 900;
  private static final int NARROW = 358;
  private static final Comparator<String> SHORTER_FIRST =
      Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder());
  private static final String LEGEND =
      """
      <p class="legend"><i class="gate"></i>waits at its gate <i class="stop"></i>stops
      <i class="start"></i>starts <i class="sync"></i>catches up
      <i class="reach"></i>load balancer reaches it <i class="outage"></i>broker is down
      """;
  private static final String LATENCY_LEGEND =
      """
      <i class="latency"></i>longest wait of a producer for an acknowledgement
      <i class="failed"></i>sends that failed
      """;

  private RolloutSection() {}

  static String of(RolloutReport report) {
    StringBuilder html = new StringBuilder("<h2>Last rollout</h2>\n");
    html.append("<p>").append(Html.text(summary(report))).append("</p>\n");
    if (!report.leftDown().isEmpty()) {
      html.append("<p class=\"broken\">✗ Down at its end: broker ");
      html.append(Html.text(report.leftDown().toString())).append("</p>\n");
    }
    if (!report.restarts().isEmpty() || hasSeries(report)) {
      html.append(Html.element("div", "wide", new RolloutChart(report, WIDE).toString()));
      html.append(Html.element("div", "narrow", new RolloutChart(report, NARROW).toString()));
      html.append(LEGEND).append(hasSeries(report) ? LATENCY_LEGEND : "").append("</p>\n");
    }
    html.append(brokers(report.restarts()));
    html.append(
        report
            .audit()
            .map(RolloutSection::audit)
            .orElse("<p>There was no audit: the effect on clients was not measured.</p>\n"));
    return html.toString();
  }

  private static boolean hasSeries(RolloutReport report) {
    return report.audit().flatMap(Audit::series).filter(s -> !s.points().isEmpty()).isPresent();
  }

  private static String summary(RolloutReport report) {
    return "%s to %s (%s), by %s: %s%s"
        .formatted(
            Html.time(report.startedAt()),
            Html.time(report.endedAt()),
            Html.duration(report.total()),
            report.by(),
            report.reason(),
            report.aborted().map(text -> ". Ended early, " + text).orElse(""));
  }

  private static String brokers(List<BrokerRestart> restarts) {
    HtmlTable table =
        new HtmlTable(
            "Broker", "Stopped", "Back", "Gate", "Stop", "Start", "In sync", "Reachable", "Reason");
    for (BrokerRestart broker : restarts) {
      RolloutTimes times = RolloutTimes.of(broker);
      table.row(
          String.valueOf(broker.nodeId()),
          broker.live() ? "changed live" : Html.time(times.stopping()),
          broker.live() ? "-" : Html.time(times.back()),
          Html.duration(broker.gate()),
          Html.duration(broker.stop()),
          Html.duration(broker.start()),
          Html.duration(broker.inSync()),
          Html.duration(broker.backend()),
          broker.reason());
    }
    return table.isEmpty() ? "<p>No broker was restarted.</p>\n" : table.toString();
  }

  private static String audit(Audit audit) {
    HtmlTable table =
        new HtmlTable(
            "What clients noticed",
            "Acknowledged",
            "Read",
            "Lost",
            "Duplicated",
            "Failed",
            "Slowest ack",
            "Longest pause");
    row(table, "total", audit.all());
    audit.windows().entrySet().stream()
        .sorted(Map.Entry.comparingByKey(SHORTER_FIRST))
        .forEach(window -> row(table, window.getKey(), window.getValue()));
    return table
        + (audit.interrupted() > 0
            ? "<p>The audit was interrupted " + audit.interrupted() + " times.</p>\n"
            : "");
  }

  private static void row(HtmlTable table, String label, Figures figures) {
    table.row(
        label,
        Html.number(figures.acked()),
        Html.number(figures.consumed()),
        Html.number(figures.lost()),
        Html.number(figures.duplicated()),
        Html.number(figures.failed()),
        Html.duration(figures.slowestAck()),
        Html.duration(figures.longestPause()));
  }
}
