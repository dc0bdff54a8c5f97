package dev.linkspan.starter.console;

import java.util.List;

/** The last lines of a terminal, drawn again in place; what is said goes above them and stays. */
public final class LiveArea {
  private final Console console;
  private List<String> drawn = List.of();

  public LiveArea(Console console) {
    this.console = console;
  }

  /** Replaces what is drawn; lines must not be wider than the terminal. */
  public synchronized void draw(List<String> lines) {
    if (lines.equals(drawn)) {
      return;
    }
    StringBuilder text = new StringBuilder(erase());
    lines.forEach(line -> text.append(line).append('\n'));
    write(text.toString());
    drawn = List.copyOf(lines);
  }

  /** Writes a line that stays, above the area. */
  public synchronized void say(String line) {
    StringBuilder text = new StringBuilder(erase()).append(line).append('\n');
    drawn.forEach(l -> text.append(l).append('\n'));
    write(text.toString());
  }

  /** Takes the area away. */
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
