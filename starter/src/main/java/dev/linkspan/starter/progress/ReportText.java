package dev.linkspan.starter.progress;

import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.Marks;
import dev.linkspan.starter.console.Table;
import dev.linkspan.starter.console.Widths;
import dev.linkspan.workflows.verification.Report;
import dev.linkspan.workflows.verification.Report.Check;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** A report as a table of hops, the whole link first, then broker by broker. */
public final class ReportText {
  private static final Pattern MANAGED_NAME =
      Pattern.compile("\\b(b\\d+)\\.[a-z0-9-]+\\.alicloud\\.plc\\.tidbcloud\\.com");

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
    int hops =
        report.checks().stream().mapToInt(c -> Widths.of(brief(c.hop(), marks))).max().orElse(0);
    int room = console.live() ? Math.max(20, console.columns() - hops - 16) : Integer.MAX_VALUE;
    Table table = new Table("", "BROKER", "HOP", "EVIDENCE");
    report.checks().stream()
        .sorted(Comparator.comparing(c -> c.nodeId().orElse(Integer.MIN_VALUE)))
        .forEach(
            c ->
                table.row(
                    c.passed() ? marks.green(marks.done()) : marks.red(marks.wrong()),
                    c.nodeId().map(String::valueOf).orElse("all"),
                    brief(c.hop(), marks),
                    evidence(c, room, marks)));
    lines.addAll(table.lines("  "));
    return lines;
  }

  private static String evidence(Check check, int room, Marks marks) {
    String brief = brief(check.evidence(), marks);
    return check.passed() ? Widths.cut(brief, room, marks.more()) : brief;
  }

  // A managed name has some 60 characters, of which only the broker's differ.
  private static String brief(String text, Marks marks) {
    return MANAGED_NAME.matcher(text).replaceAll("$1." + marks.more());
  }
}
