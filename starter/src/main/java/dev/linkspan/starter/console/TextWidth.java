package dev.linkspan.starter.console;

import dev.linkspan.workflows.steps.PersonalText;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;

/** Measures, pads and truncates text by the columns that it takes on a terminal. */
public final class TextWidth {
  private static final int LONGEST = 2_000;

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

  /**
   * The text as lines of at most this width, broken between words; a word that is wider is broken
   * too. For text without colors.
   */
  public static List<String> wrap(String text, int width) {
    int room = Math.max(8, width);
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (line.length() > 0 && of(line + " " + word) > room) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
      while (of(line.toString()) > room) {
        String head = new AttributedString(line.toString()).columnSubSequence(0, room).toString();
        lines.add(head);
        line.delete(0, head.length());
      }
    }
    if (line.length() > 0) {
      lines.add(line.toString());
    }
    return lines;
  }

  /**
   * A line of a text as lines of at most this width: what does not fit is indented below it. For
   * text without colors.
   */
  static List<String> fit(String line, int width) {
    if (of(line) <= width) {
      return List.of(line);
    }
    String body = line.stripLeading();
    String indent = line.substring(0, line.length() - body.length());
    String below = indent + "    ";
    List<String> lines = new ArrayList<>();
    for (String piece : wrap(body, width - below.length())) {
      lines.add((lines.isEmpty() ? indent + piece : below + piece.stripLeading()).stripTrailing());
    }
    return lines;
  }

  /**
   * Text from elsewhere in one line: each run of white space is one space, characters that control
   * a terminal are written as their escapes, and a very long text is cut.
   */
  public static String oneLine(String text) {
    return PersonalText.clean(text.strip().replaceAll("\\s+", " "), LONGEST);
  }
}
