package dev.linkspan.starter.progress;

import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.Table;
import dev.linkspan.starter.console.TextWidth;
import dev.linkspan.starter.console.Theme;
import dev.linkspan.workflows.steps.UtcTime;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Report;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** A verification report as a table of hops: the whole link first, then each broker. */
public final class ReportText {
  private static final Pattern MANAGED_NAME =
      Pattern.compile("\\b(b\\d+)\\.[a-z0-9-]+\\.alicloud\\.plc\\.tidbcloud\\.com");

  private ReportText() {}

  /** The lines; on a terminal, the evidence of passed checks is truncated to fit. */
  public static List<String> lines(Report report, Console console) {
    Theme theme = console.theme();
    List<String> lines = new ArrayList<>();
    long passed = report.checks().stream().filter(Check::passed).count();
    String counts = passed + " of " + report.checks().size() + " checks passed";
    lines.add(
        (report.healthy() ? theme.green("Healthy") : theme.red("Broken"))
            + ": "
            + counts
            + ", at "
            + UtcTime.text(report.at())
            + ", requested by "
            + report.trigger());
    int hops =
        report.checks().stream()
            .mapToInt(c -> TextWidth.of(shortened(c.hop(), theme)))
            .max()
            .orElse(0);
    int room = console.live() ? Math.max(20, console.columns() - hops - 16) : Integer.MAX_VALUE;
    Table table = new Table("", "BROKER", "HOP", "EVIDENCE");
    report.checks().stream()
        .sorted(Comparator.comparing(c -> c.nodeId().orElse(Integer.MIN_VALUE)))
        .forEach(
            c ->
                table.row(
                    sign(c, theme),
                    c.nodeId().map(String::valueOf).orElse("all"),
                    shortened(c.hop(), theme),
                    evidence(c, room, theme)));
    lines.addAll(table.lines("  "));
    return lines;
  }

  /** What a line starts with. */
  static String sign(Check check, Theme theme) {
    return switch (check.outcome()) {
      case PASSED -> theme.green(theme.done());
      case FAILED -> check.breaks() ? theme.red(theme.wrong()) : theme.yellow(theme.warning());
      case NOT_CHECKED -> theme.yellow(theme.waiting());
    };
  }

  private static String evidence(Check check, int room, Theme theme) {
    String text = shortened(check.evidence(), theme);
    return check.passed() ? TextWidth.truncate(text, room, theme.ellipsis()) : text;
  }

  // A managed name has about 60 characters, and only the broker's label differs.
  static String shortened(String text, Theme theme) {
    return MANAGED_NAME.matcher(TextWidth.oneLine(text)).replaceAll("$1." + theme.ellipsis());
  }
}
