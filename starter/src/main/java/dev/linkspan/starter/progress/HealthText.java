package dev.linkspan.starter.progress;

import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.Table;
import dev.linkspan.starter.console.TextWidth;
import dev.linkspan.starter.console.Theme;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.steps.UtcTime;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Finding;
import dev.linkspan.workflows.verification.Health;
import dev.linkspan.workflows.verification.HealthChanges;
import dev.linkspan.workflows.verification.PastVerification;
import dev.linkspan.workflows.verification.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The health of a link: one line if it is well, and what is not well in full. */
public final class HealthText {
  private static final String INDENT = "       ";

  private HealthText() {}

  /** The summary of the newest verification, and its findings; nothing before the first one. */
  public static List<String> lines(SetupStatus status, Console console, Instant now) {
    List<String> lines = new ArrayList<>();
    status
        .lastReport()
        .ifPresent(report -> lines.add(summary(status.health(), report, console, now)));
    lines.addAll(findings(status.findings(), console.theme()));
    webhook(status, console).ifPresent(lines::add);
    return lines;
  }

  /** What the webhook did not get; empty if it got everything. */
  public static Optional<String> webhook(SetupStatus status, Console console) {
    return webhook(status.standing().changes())
        .map(text -> console.theme().yellow(console.theme().warning()) + " " + text);
  }

  private static Optional<String> webhook(HealthChanges changes) {
    return changes
        .problem()
        .map(problem -> "The change of health was not sent to the webhook: " + problem)
        .or(
            () ->
                changes
                    .unsent()
                    .map(
                        c ->
                            "The webhook has not accepted the change to "
                                + c.to().text()
                                + " yet"));
  }

  /** One line about the newest verification. */
  static String summary(Health health, Report report, Console console, Instant now) {
    long passed = report.checks().stream().filter(Check::passed).count();
    return "%s: %d of %d checks passed %s ago, requested by %s"
        .formatted(
            name(health, console.theme()),
            passed,
            report.checks().size(),
            age(Duration.between(report.at(), now)),
            report.trigger());
  }

  private static String name(Health health, Theme theme) {
    return switch (health) {
      case UNKNOWN -> "Unknown";
      case HEALTHY -> theme.green("Healthy");
      case DRIFTED -> theme.yellow("Drifted");
      case BROKEN -> theme.red("Broken");
    };
  }

  private static String age(Duration age) {
    if (age.toMinutes() < 1) {
      return Math.max(0, age.toSeconds()) + " s";
    }
    if (age.toHours() < 1) {
      return age.toMinutes() + " min";
    }
    return age.toDays() < 1 ? age.toHours() + " h" : age.toDays() + " d";
  }

  /** What is not well, in full; nothing if everything is. */
  public static List<String> findings(List<Finding> findings, Theme theme) {
    if (findings.isEmpty()) {
      return List.of();
    }
    Table table = new Table("", "BROKER", "HOP", "EVIDENCE");
    findings.forEach(
        finding ->
            table.row(
                ReportText.sign(finding.check(), theme),
                finding.check().nodeId().map(String::valueOf).orElse("all"),
                ReportText.shortened(finding.check().hop(), theme),
                ReportText.shortened(finding.text(), theme)));
    List<String> rows = table.lines("  ");
    List<String> lines = new ArrayList<>(List.of(rows.get(0)));
    for (int i = 0; i < findings.size(); i++) {
      lines.add(rows.get(i + 1));
      lines.addAll(details(findings.get(i)));
    }
    return lines;
  }

  private static List<String> details(Finding finding) {
    List<String> lines = new ArrayList<>();
    if (!finding.check().expected().isBlank()) {
      lines.add(INDENT + "expected: " + TextWidth.oneLine(finding.check().expected()));
    }
    lines.add(
        INDENT
            + "since "
            + UtcTime.text(finding.firstSeen())
            + ", seen "
            + times(finding.timesSeen()));
    if (!finding.check().remedy().isBlank()) {
      lines.add(INDENT + "-> " + TextWidth.oneLine(finding.check().remedy()));
    }
    return lines;
  }

  private static String times(int count) {
    return count == 1 ? "once" : count + " times";
  }

  /** The results of the last verifications, the newest first. */
  public static List<String> history(SetupStatus status, Console console) {
    Table table = new Table("ENDED", "RESULT", "REQUESTED BY", "FINDINGS");
    status
        .history()
        .forEach(
            past ->
                table.row(
                    UtcTime.text(past.at()),
                    name(health(past), console.theme()),
                    past.trigger(),
                    String.join(", ", past.findings())));
    return table.lines("");
  }

  private static Health health(PastVerification past) {
    if (!past.healthy()) {
      return Health.BROKEN;
    }
    return past.findings().isEmpty() ? Health.HEALTHY : Health.DRIFTED;
  }
}
