package dev.linkspan.starter.progress;

import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.DurationText;
import dev.linkspan.starter.console.Table;
import dev.linkspan.starter.console.TextWidth;
import dev.linkspan.starter.console.Theme;
import dev.linkspan.workflows.rollout.AuditActivities.Audit;
import dev.linkspan.workflows.rollout.AuditActivities.Figures;
import dev.linkspan.workflows.rollout.RolloutReport;
import dev.linkspan.workflows.rollout.RolloutReport.BrokerRestart;
import dev.linkspan.workflows.steps.UtcTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A rollout report as tables: the restart of each broker, and the effect on clients. */
public final class RolloutText {
  /** Orders {@code broker 2} before {@code broker 10}. */
  private static final Comparator<String> SHORTER_FIRST =
      Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder());

  private RolloutText() {}

  /** When, why and by whom; then the brokers in the order of their restarts; then the audit. */
  public static List<String> lines(RolloutReport report, Console console) {
    Theme theme = console.theme();
    List<String> lines = new ArrayList<>();
    lines.add(
        theme.bold("Last rollout")
            + ": "
            + UtcTime.text(report.startedAt())
            + " to "
            + UtcTime.text(report.endedAt())
            + ", by "
            + report.by()
            + ": "
            + TextWidth.oneLine(report.reason()));
    report
        .aborted()
        .ifPresent(
            text -> lines.add("  " + theme.yellow(theme.waiting()) + " ended early, " + text));
    if (!report.leftDown().isEmpty()) {
      lines.add("  " + theme.red(theme.wrong()) + " down at its end: broker " + report.leftDown());
    }
    lines.addAll(brokers(report.restarts()));
    if (!report.needed().isZero()) {
      lines.add(took(report));
    }
    report
        .audit()
        .ifPresentOrElse(
            audit -> lines.addAll(audit(audit, theme)),
            () -> lines.add("  no audit: the effect on clients was not measured"));
    return lines;
  }

  private static String took(RolloutReport report) {
    return String.format(
        Locale.ROOT,
        "  %s in total, %.2f times the %s for stopping, starting, catching up and pauses",
        duration(report.total()),
        (double) report.total().toMillis() / report.needed().toMillis(),
        duration(report.needed()));
  }

  private static List<String> brokers(List<BrokerRestart> restarts) {
    if (restarts.isEmpty()) {
      return List.of("  no broker was restarted");
    }
    Table table =
        new Table(
            "BROKER", "METHOD", "GATE", "STOP", "START", "IN SYNC", "REACHABLE", "TOTAL", "REASON");
    for (BrokerRestart broker : restarts) {
      table.row(
          String.valueOf(broker.nodeId()),
          broker.live() ? "live" : "restart",
          broker.live() ? "-" : duration(broker.gate()),
          broker.live() ? "-" : duration(broker.stop()),
          broker.live() ? "-" : duration(broker.start()),
          duration(broker.inSync()),
          duration(broker.backend()),
          duration(broker.total()),
          TextWidth.oneLine(broker.reason()));
    }
    return table.lines("  ");
  }

  private static List<String> audit(Audit audit, Theme theme) {
    Table table =
        new Table(
            "CLIENTS",
            "ACKED",
            "CONSUMED",
            "LOST",
            "DUPLICATED",
            "FAILED",
            "SLOWEST ACK",
            "LONGEST PAUSE");
    row(table, "total", audit.all(), theme);
    audit.windows().entrySet().stream()
        .sorted(Map.Entry.comparingByKey(SHORTER_FIRST))
        .forEach(window -> row(table, window.getKey(), window.getValue(), theme));
    List<String> lines = new ArrayList<>(table.lines("  "));
    if (audit.interrupted() > 0) {
      lines.add("  interruptions of the audit: " + audit.interrupted());
    }
    return lines;
  }

  private static void row(Table table, String label, Figures figures, Theme theme) {
    String lost = String.valueOf(figures.lost());
    table.row(
        label,
        String.valueOf(figures.acked()),
        String.valueOf(figures.consumed()),
        figures.lost() > 0 ? theme.red(lost) : lost,
        String.valueOf(figures.duplicated()),
        String.valueOf(figures.failed()),
        duration(figures.slowestAck()),
        duration(figures.longestPause()));
  }

  private static String duration(Duration time) {
    return time.toMillis() < 1000 ? time.toMillis() + " ms" : DurationText.of(time);
  }
}
