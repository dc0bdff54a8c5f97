package dev.linkspan.starter.report;

import dev.linkspan.starter.report.Hop.Condition;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Finding;
import dev.linkspan.workflows.verification.PastVerification;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** What is not as planned, and how the health of the link was over time. Pure. */
final class HealthSection {
  private HealthSection() {}

  /** What the newest verification found. */
  static String drift(SetupStatus status) {
    StringBuilder html = new StringBuilder("<h2>Drift and findings</h2>\n");
    if (status.findings().isEmpty()) {
      String none =
          status.lastReport().isPresent()
              ? "None: everything is as planned."
              : "No verification has ended yet.";
      return html.append("<p>").append(none).append("</p>\n").toString();
    }
    HtmlTable table = new HtmlTable("", "Check", "Found", "Expected", "Since", "What to do");
    status.findings().forEach(finding -> row(table, finding));
    return html.append(table).toString();
  }

  private static void row(HtmlTable table, Finding finding) {
    Check check = finding.check();
    String since =
        "%s, %s"
            .formatted(
                Html.time(finding.firstSeen()),
                finding.timesSeen() == 1 ? "once" : finding.timesSeen() + " times");
    table.html(
        List.of(
            sign(Hop.condition(check)),
            Html.text(check.key()),
            Html.text(finding.text()),
            Html.text(check.expected()),
            Html.text(since),
            Html.text(check.remedy())));
  }

  private static String sign(Condition condition) {
    return "<em class=\"%s\">%s %s</em>"
        .formatted(style(condition), condition.sign(), condition.text());
  }

  private static String style(Condition condition) {
    return condition.name().toLowerCase(Locale.ROOT);
  }

  /** The last verifications: a square for each, and a line for each change. */
  static String history(SetupStatus status) {
    StringBuilder html = new StringBuilder("<h2>History of health</h2>\n");
    if (status.history().isEmpty()) {
      return html.append("<p>No verification has ended yet.</p>\n").toString();
    }
    List<PastVerification> oldestFirst = new ArrayList<>(status.history());
    Collections.reverse(oldestFirst);
    html.append("<p class=\"strip\">");
    oldestFirst.forEach(
        past -> {
          Condition condition = condition(past);
          html.append(
              "<em class=\"%s\" title=\"%s\">%s</em>"
                  .formatted(style(condition), Html.time(past.at()), condition.sign()));
        });
    html.append("</p>\n<p>");
    html.append(
        oldestFirst.size() == 1
            ? "The only verification so far."
            : "The last %d verifications, the oldest first; below, those that changed something."
                .formatted(oldestFirst.size()));
    html.append("</p>\n");
    HtmlTable table = new HtmlTable("Ended", "Result", "Requested by", "Findings");
    for (int i = 0; i < oldestFirst.size(); i++) {
      PastVerification past = oldestFirst.get(i);
      boolean last = i == oldestFirst.size() - 1;
      if (i == 0 || last || changes(oldestFirst.get(i - 1), past)) {
        table.html(
            List.of(
                Html.text(Html.time(past.at())),
                sign(condition(past)),
                Html.text(past.trigger()),
                Html.text(String.join(", ", past.findings()))));
      }
    }
    return html.append(table).toString();
  }

  private static boolean changes(PastVerification before, PastVerification past) {
    return condition(before) != condition(past) || !before.findings().equals(past.findings());
  }

  private static Condition condition(PastVerification past) {
    if (!past.healthy()) {
      return Condition.BROKEN;
    }
    return past.findings().isEmpty() ? Condition.HEALTHY : Condition.DRIFTED;
  }
}
