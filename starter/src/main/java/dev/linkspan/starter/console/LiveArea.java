package dev.linkspan.starter.console;

import java.util.List;

/** The last lines of a terminal, redrawn in place below the lines that stay. */
public final class LiveArea {
  private final Console console;
  private List<String> drawn = List.of();

  public LiveArea(Console console) {
    this.console = console;
  }

  /** Replaces the lines of the area; they must not be wider than the terminal. */
  public synchronized void draw(List<String> lines) {
    if (lines.equals(drawn)) {
      return;
    }
    StringBuilder text = new StringBuilder(erase());
    lines.forEach(line -> text.append(line).append('\n'));
    write(text.toString());
    drawn = List.copyOf(lines);
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

  private String erase() {
    return drawn.isEmpty() ? "" : "\u001b[" + drawn.size() + "A\r\u001b[J";
  }

  private void write(String text) {
    console.err().print(text);
    console.err().flush();
  }
}
