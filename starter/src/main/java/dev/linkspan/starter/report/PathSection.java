package dev.linkspan.starter.report;

import dev.linkspan.starter.report.Hop.Condition;
import dev.linkspan.starter.report.LinkDiagram.Lane;
import dev.linkspan.workflows.verification.Check;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The path as boxes, which stand side by side or one below the other, and its evidence. Pure. */
final class PathSection {
  private static final String ARROW = "<span class=\"arrow\" aria-hidden=\"true\"></span>";

  private PathSection() {}

  /** The diagram. */
  static String diagram(LinkDiagram diagram) {
    String path = diagram.path().stream().map(PathSection::box).collect(Collectors.joining(ARROW));
    String lanes =
        diagram.lanes().stream().map(PathSection::lane).collect(Collectors.joining("\n"));
    return "<h2>Path</h2>\n"
        + Html.element("div", "path", path)
        + "\n<p>Behind the load balancer:</p>\n"
        + Html.element("div", "lanes", lanes)
        + "\n"
        + Html.element("div", "path", box(diagram.surroundings()))
        + "\n";
  }

  private static String lane(Lane lane) {
    String brokers =
        lane.broker()
            .map(PathSection::box)
            .orElse("<div class=\"hop every\"><b>every broker</b></div>");
    return Html.element("div", "lane", box(lane.listener()) + ARROW + brokers);
  }

  private static String box(Hop hop) {
    StringBuilder html = new StringBuilder("<b>" + Html.text(hop.title()) + "</b>");
    hop.details()
        .forEach(line -> html.append("<small>").append(Html.text(line)).append("</small>"));
    html.append(badge(hop.condition(), counts(hop)));
    return Html.element("div", "hop " + style(hop.condition()), html.toString());
  }

  private static String counts(Hop hop) {
    long passed = hop.checks().stream().filter(Check::passed).count();
    return hop.checks().isEmpty() ? "" : ", %d of %d".formatted(passed, hop.checks().size());
  }

  private static String badge(Condition condition, String more) {
    return "<em>%s %s%s</em>".formatted(condition.sign(), condition.text(), more);
  }

  private static String style(Condition condition) {
    return condition.name().toLowerCase(Locale.ROOT);
  }

  /** What each check of the newest verification saw, hop by hop. */
  static String evidence(LinkDiagram diagram) {
    StringBuilder html = new StringBuilder("<h2>Evidence of every hop</h2>\n");
    diagram
        .hops()
        .filter(hop -> !hop.checks().isEmpty())
        .forEach(hop -> html.append(evidence(hop)));
    return diagram.hops().allMatch(hop -> hop.checks().isEmpty())
        ? html.append("<p>No verification has ended yet.</p>\n").toString()
        : html.toString();
  }

  private static String evidence(Hop hop) {
    HtmlTable table = HtmlTable.of("checks", "", "Check", "Evidence");
    hop.checks()
        .forEach(
            check -> {
              Condition condition = Hop.condition(check);
              table.html(
                  List.of(
                      "<em class=\"%s\" title=\"%s\">%s</em>"
                          .formatted(style(condition), condition.text(), condition.sign()),
                      Html.text(check.hop()),
                      Html.text(check.evidence())));
            });
    return "<h3>" + Html.text(hop.title()) + "</h3>\n" + table;
  }
}
