package dev.linkspan.starter.console;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/** How wide a text is on a terminal, and texts of a wanted width. */
public final class Widths {
  private static final Pattern ESCAPE = Pattern.compile("\u001b\\[[0-9;]*m");

  private Widths() {}

  /** The number of columns it takes, colours left aside. */
  public static int of(String text) {
    String plain = text.indexOf('\u001b') < 0 ? text : ESCAPE.matcher(text).replaceAll("");
    return plain.codePointCount(0, plain.length());
  }

  /** The text with spaces behind it up to this width. */
  public static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - of(text)));
  }

  /** The text, cut with a mark at its end where it is wider; for texts without colours. */
  public static String cut(String text, int width, String mark) {
    if (of(text) <= width) {
      return text;
    }
    int keep = Math.max(0, width - of(mark));
    return text.substring(0, text.offsetByCodePoints(0, keep)) + mark;
  }

  /** The text without line breaks. */
  public static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  /** Seconds with one decimal below a minute, then minutes and seconds, then hours. */
  public static String elapsed(Duration duration) {
    long millis = Math.max(0, duration.toMillis());
    if (millis < 59_950) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    long seconds = Math.round(millis / 1000.0);
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60)
        : String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds / 60 % 60);
  }
}
