package dev.linkspan.starter.console;

/**
 * The small signs in front of a line, and colours where the terminal has them.
 *
 * @param colour whether escape sequences for colours may be written
 */
public record Marks(
    String done,
    String running,
    String waiting,
    String wrong,
    String skipped,
    String planned,
    String line,
    String more,
    boolean colour) {

  /** Signs for a terminal that can or cannot show Unicode. */
  public static Marks of(boolean unicode, boolean colour) {
    return unicode
        ? new Marks("✓", "●", "?", "✗", "–", "·", "─", "…", colour)
        : new Marks("+", "*", "?", "x", "-", ".", "-", "...", colour);
  }

  public String green(String text) {
    return painted("32", text);
  }

  public String red(String text) {
    return painted("31", text);
  }

  public String yellow(String text) {
    return painted("33", text);
  }

  public String bold(String text) {
    return painted("1", text);
  }

  public String faint(String text) {
    return painted("2", text);
  }

  private String painted(String code, String text) {
    return colour && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
