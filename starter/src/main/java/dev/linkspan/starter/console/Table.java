package dev.linkspan.starter.console;

import java.util.ArrayList;
import java.util.List;

/** Text in columns as wide as their widest cell; escape sequences do not count. */
public final class Table {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  public Table(String... heading) {
    rows.add(List.of(heading));
  }

  /** Adds a row with as many cells as the heading. */
  public Table row(String... cells) {
    rows.add(List.of(cells));
    return this;
  }

  /** Whether there is nothing below the heading. */
  public boolean isEmpty() {
    return rows.size() == 1;
  }

  /** The lines, each with this in front; no line ends with a space. */
  public List<String> lines(String indent) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], TextWidth.of(row.get(i)));
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(indent);
      for (int i = 0; i < columns; i++) {
        line.append(i == 0 ? "" : GAP).append(TextWidth.pad(row.get(i), widths[i]));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  @Override
  public String toString() {
    return String.join("\n", lines(""));
  }
}
