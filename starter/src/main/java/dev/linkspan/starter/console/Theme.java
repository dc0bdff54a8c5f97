package dev.linkspan.starter.console;

/**
 * The symbols in front of lines, and the colors of text.
 *
 * @param ellipsis ends truncated text
 * @param color whether to print escape sequences for colors
 */
public record Theme(
    String done,
    String running,
    String waiting,
    String warning,
    String wrong,
    String skipped,
    String planned,
    String ellipsis,
    boolean color) {

  /** The theme for a terminal with or without Unicode and colors. */
  public static Theme of(boolean unicode, boolean color) {
    return unicode
        ? new Theme("✓", "●", "?", "⚠", "✗", "–", "·", "…", color)
        : new Theme("+", "*", "?", "!", "x", "-", ".", "...", color);
  }

  public String green(String text) {
    return colored("32", text);
  }

  public String red(String text) {
    return colored("31", text);
  }

  public String yellow(String text) {
    return colored("33", text);
  }

  public String bold(String text) {
    return colored("1", text);
  }

  public String faint(String text) {
    return colored("2", text);
  }

  private String colored(String code, String text) {
    return color && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
