package dev.linkspan.starter.progress;

import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.Marks;
import dev.linkspan.starter.console.Table;
import dev.linkspan.starter.console.Widths;
import dev.linkspan.verification.Report;
import dev.linkspan.verification.Report.Check;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A report as a table of hops, the whole link first, then broker by broker. */
public final class ReportText {
  private ReportText() {}

  /** The lines; evidence is cut where it would not fit on a terminal. */
  public static List<String> lines(Report report, Console console) {
    Marks marks = console.marks();
    List<String> lines = new ArrayList<>();
    long passed = report.checks().stream().filter(Check::passed).count();
    String counts = passed + " of " + report.checks().size() + " checks passed";
    lines.add(
        (report.healthy() ? marks.green("Healthy") : marks.red("Broken"))
            + ": "
            + counts
            + ", at "
            + report.at()
            + ", asked by "
            + report.trigger());
    int hops = report.checks().stream().mapToInt(c -> Widths.of(c.hop())).max().orElse(0);
    int room = console.live() ? Math.max(20, console.columns() - hops - 16) : Integer.MAX_VALUE;
    Table table = new Table("", "BROKER", "HOP", "EVIDENCE");
    report.checks().stream()
        .sorted(Comparator.comparing(c -> c.nodeId().orElse(Integer.MIN_VALUE)))
        .forEach(
            c ->
                table.row(
                    c.passed() ? marks.green(marks.done()) : marks.red(marks.wrong()),
                    c.nodeId().map(String::valueOf).orElse("all"),
                    c.hop(),
                    c.passed() ? Widths.cut(c.evidence(), room, marks.more()) : c.evidence()));
    lines.addAll(table.lines("  "));
    return lines;
  }
}
