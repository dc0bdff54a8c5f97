package dev.linkspan.starter.console;

import java.util.List;

/** The last lines of a terminal, redrawn in place below the lines that stay. */
public final class LiveArea {
  private final Console console;
  private List<String> drawn = List.of();
  private int drawnColumns;

  public LiveArea(Console console) {
    this.console = console;
  }

  /** Replaces the lines of the area; they must not be wider than the terminal. */
  public synchronized void draw(List<String> lines) {
    if (lines.equals(drawn) && console.columns() == drawnColumns) {
      return;
    }
    StringBuilder text = new StringBuilder(erase());
    lines.forEach(line -> text.append(line).append('\n'));
    write(text.toString());
    drawn = List.copyOf(lines);
    drawnColumns = console.columns();
  }

  /** Prints a line above the area that stays. */
  public synchronized void say(String line) {
    StringBuilder text = new StringBuilder(erase()).append(line).append('\n');
    drawn.forEach(l -> text.append(l).append('\n'));
    write(text.toString());
  }

  /** Removes the area. */
  public synchronized void clear() {
    write(erase());
    drawn = List.of();
  }

  /** A terminal that became narrower has wrapped the lines, which now take more rows. */
  private String erase() {
    int rows = drawn.stream().mapToInt(this::rows).sum();
    return rows == 0 ? "" : "\u001b[" + rows + "A\r\u001b[J";
  }

  private int rows(String line) {
    int columns = Math.max(1, console.columns());
    return Math.max(1, (TextWidth.of(line) + columns - 1) / columns);
  }

  private void write(String text) {
    console.err().print(text);
    console.err().flush();
  }
}
