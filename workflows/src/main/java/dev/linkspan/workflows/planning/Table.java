package dev.linkspan.workflows.planning;

import java.util.ArrayList;
import java.util.List;

/** Rows of text with aligned columns. */
final class Table {
  private final String indent;
  private final List<List<String>> rows = new ArrayList<>();

  Table(String indent) {
    this.indent = indent;
  }

  Table row(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(String.valueOf(cell));
    }
    rows.add(row);
    return this;
  }

  /** Every line ends in a line feed, without trailing spaces. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(indent);
      for (int column = 0; column < row.size(); column++) {
        line.append(row.get(column)).append(" ".repeat(padding(row, column)));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private int padding(List<String> row, int column) {
    int widest =
        rows.stream()
            .filter(r -> r.size() > column)
            .mapToInt(r -> r.get(column).length())
            .max()
            .orElse(0);
    return widest - row.get(column).length() + 2;
  }
}
