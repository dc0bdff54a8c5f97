package dev.linkspan.starter.report;

import java.util.ArrayList;
import java.util.List;

/** A table that a narrow screen shows as a list: each cell repeats its heading. */
final class HtmlTable {
  private final String style;
  private final List<String> headings;
  private final StringBuilder rows = new StringBuilder();
  private boolean empty = true;

  private HtmlTable(String style, List<String> headings) {
    this.style = style;
    this.headings = headings;
  }

  HtmlTable(String... headings) {
    this("", List.of(headings));
  }

  /** A table with a class. */
  static HtmlTable of(String style, String... headings) {
    return new HtmlTable(style, List.of(headings));
  }

  /** Adds a row of plain texts. */
  HtmlTable row(String... texts) {
    return html(List.of(texts).stream().map(Html::text).toList());
  }

  /** Adds a row of HTML. */
  HtmlTable html(List<String> cells) {
    List<String> row = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      row.add(
          "<td data-heading=\"%s\"><span>%s</span></td>"
              .formatted(Html.text(headings.get(i)), cells.get(i)));
    }
    rows.append("<tr>").append(String.join("", row)).append("</tr>\n");
    empty = false;
    return this;
  }

  boolean isEmpty() {
    return empty;
  }

  @Override
  public String toString() {
    StringBuilder head = new StringBuilder();
    headings.forEach(text -> head.append("<th>").append(Html.text(text)).append("</th>"));
    return "<table class=\"%s\"><thead><tr>%s</tr></thead><tbody>\n%s</tbody></table>\n"
        .formatted(style, head, rows);
  }
}
