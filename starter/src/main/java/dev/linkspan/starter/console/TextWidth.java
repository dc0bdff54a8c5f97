package dev.linkspan.starter.console;

import org.jline.utils.AttributedString;

/** Measures, pads and truncates text by the columns that it takes on a terminal. */
public final class TextWidth {
  private TextWidth() {}

  /** The number of columns; wide characters take two, escape sequences for colors none. */
  public static int of(String text) {
    return AttributedString.fromAnsi(text).columnLength();
  }

  /** The text, followed by spaces up to this width. */
  public static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - of(text)));
  }

  /** The text, truncated and ended with the ellipsis if it is wider; for text without colors. */
  public static String truncate(String text, int width, String ellipsis) {
    if (of(text) <= width) {
      return text;
    }
    int keep = Math.max(0, width - of(ellipsis));
    return new AttributedString(text).columnSubSequence(0, keep) + ellipsis;
  }

  /** The text with each run of white space, line breaks included, replaced by one space. */
  public static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
