package dev.linkspan.starter.progress;

import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.Table;
import dev.linkspan.starter.console.TextWidth;
import dev.linkspan.workflows.repair.RepairPlan;
import dev.linkspan.workflows.steps.UtcTime;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The plan of a repair: the counts, what is put back, and what a person has to do. */
public final class RepairText {
  private RepairText() {}

  /**
   * The lines.
   *
   * @param verifiedAt when the findings were made
   */
  public static List<String> lines(
      String setup, RepairPlan plan, Optional<Instant> verifiedAt, Console console) {
    List<String> lines = new ArrayList<>();
    lines.add(
        console.theme().bold("Repair of " + setup)
            + ": "
            + plan.counts()
            + verifiedAt.map(at -> ", as verified at " + UtcTime.text(at)).orElse(""));
    if (!plan.repairable().isEmpty()) {
      lines.addAll(repairs(plan, console));
    }
    if (!plan.consequences().isEmpty()) {
      lines.add("");
      lines.add("Expected to pass after that:");
      plan.consequences().forEach(finding -> lines.add("  " + finding.check().key()));
    }
    if (!plan.forPeople().isEmpty()) {
      lines.add("");
      lines.add("Linkspan cannot repair:");
      plan.forPeople().forEach(finding -> lines.addAll(forPerson(finding.check(), console)));
    }
    return lines;
  }

  private static List<String> repairs(RepairPlan plan, Console console) {
    Table table = new Table("", "BROKER", "HOP", "NOW", "PLANNED");
    plan.additions().forEach(f -> row(table, console.theme().green("+"), f));
    plan.changes().forEach(f -> row(table, console.theme().yellow("~"), f));
    return table.lines("  ");
  }

  private static void row(Table table, String sign, Finding finding) {
    Check check = finding.check();
    table.row(
        sign,
        check.nodeId().map(String::valueOf).orElse("all"),
        check.hop(),
        TextWidth.oneLine(check.evidence()),
        check.expected().isBlank() ? "as in the plan" : TextWidth.oneLine(check.expected()));
  }

  private static List<String> forPerson(Check check, Console console) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "  "
            + console.theme().yellow(console.theme().waiting())
            + " "
            + check.key()
            + ": "
            + TextWidth.oneLine(check.evidence()));
    if (!check.remedy().isBlank()) {
      lines.add("      -> " + TextWidth.oneLine(check.remedy()));
    }
    return lines;
  }
}
