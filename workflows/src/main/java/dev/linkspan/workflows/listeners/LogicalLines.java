package dev.linkspan.workflows.listeners;

import dev.linkspan.workflows.listeners.Entry.Piece;
import dev.linkspan.workflows.listeners.Entry.Separator;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the entries of a properties file as {@link java.util.Properties#load} does, with the place
 * of each character. The states are those of the JDK's own reader, for corner cases that the
 * documented grammar leaves open: a comment can follow a continuation without a key before it, and
 * a file can end within a continuation.
 */
final class LogicalLines {

  /**
   * What a text consists of.
   *
   * @param entries in their order
   * @param endsOpen whether the text ends within a continuation, so that whatever is appended would
   *     become part of the last value
   */
  record Lines(List<Entry> entries, boolean endsOpen) {
    Lines {
      entries = List.copyOf(entries);
    }
  }

  private final String text;
  private final List<Entry> entries = new ArrayList<>();

  /** Where the characters of the current logical line stand, without continuations. */
  private final List<Integer> line = new ArrayList<>();

  private int at;
  private int lineStart;

  private LogicalLines(String text) {
    this.text = text;
  }

  /**
   * @throws IllegalArgumentException for a malformed unicode escape, as Java does; names the line,
   *     never its text
   */
  static Lines of(String text) {
    LogicalLines reading = new LogicalLines(text);
    boolean open = false;
    while (reading.at < text.length()) {
      open = reading.readLine();
    }
    return new Lines(reading.entries, open);
  }

  /** Reads up to the end of one logical line; true when the text ends within a continuation. */
  private boolean readLine() {
    line.clear();
    boolean skipBlanks = true;
    boolean continued = false;
    boolean backslash = false;
    int naturalStart = at;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (skipBlanks && isBlank(c)) {
        at++;
        continue;
      }
      skipBlanks = false;
      if (line.isEmpty()) {
        if (isComment(c)) {
          at = endOfNaturalLine(at);
          return false;
        }
        lineStart = naturalStart;
      }
      if (!isNewline(c)) {
        line.add(at++);
        backslash = c == '\\' && !backslash;
        continued = false;
        continue;
      }
      int newline = at;
      at += newlineLength(at);
      if (!backslash) {
        finish(newline);
        return false;
      }
      line.remove(line.size() - 1);
      if (line.isEmpty()) {
        naturalStart = at;
      }
      skipBlanks = true;
      continued = true;
      backslash = false;
    }
    if (backslash) {
      line.remove(line.size() - 1);
    }
    finish(at);
    return continued || backslash;
  }

  private void finish(int end) {
    if (line.isEmpty()) {
      return;
    }
    int keyEnd = 0;
    Separator separator = Separator.NONE;
    boolean escaped = false;
    while (keyEnd < line.size()) {
      char c = charAt(keyEnd);
      if (!escaped && (isSign(c) || isBlank(c))) {
        separator = isSign(c) ? Separator.SIGN : Separator.BLANK;
        break;
      }
      escaped = c == '\\' && !escaped;
      keyEnd++;
    }
    int value = separator == Separator.NONE ? keyEnd : keyEnd + 1;
    while (value < line.size()) {
      char c = charAt(value);
      if (separator == Separator.BLANK && isSign(c)) {
        separator = Separator.SIGN;
      } else if (!isBlank(c)) {
        break;
      }
      value++;
    }
    StringBuilder key = new StringBuilder();
    pieces(0, keyEnd).forEach(piece -> key.append(piece.character()));
    int valueStart = value < line.size() ? line.get(value) : line.get(line.size() - 1) + 1;
    entries.add(
        new Entry(
            lineStart, valueStart, end, separator, key.toString(), pieces(value, line.size())));
  }

  /** The characters that a part of the logical line means, escapes resolved. */
  private List<Piece> pieces(int from, int to) {
    List<Piece> pieces = new ArrayList<>();
    int i = from;
    while (i < to) {
      int start = i;
      char c = charAt(i++);
      if (c == '\\' && i < to) {
        c = charAt(i++);
        if (c == 'u') {
          c = unicode(i, to);
          i += 4;
        } else {
          c = unescaped(c);
        }
      } else if (c == '\\') {
        continue; // a lone backslash at the end of a key means nothing
      }
      pieces.add(new Piece(c, line.get(start), line.get(i - 1) + 1));
    }
    return pieces;
  }

  private char unicode(int from, int to) {
    int value = 0;
    for (int i = from; i < from + 4; i++) {
      int digit = i < to && charAt(i) < 128 ? Character.digit(charAt(i), 16) : -1;
      if (digit < 0) {
        throw new IllegalArgumentException(
            "line " + lineNumber(text, line.get(from - 1)) + ": malformed \\uxxxx escape");
      }
      value = value * 16 + digit;
    }
    return (char) value;
  }

  private static char unescaped(char c) {
    return switch (c) {
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'n' -> '\n';
      case 'f' -> '\f';
      default -> c;
    };
  }

  private char charAt(int index) {
    return text.charAt(line.get(index));
  }

  private int endOfNaturalLine(int from) {
    int end = from;
    while (end < text.length() && !isNewline(text.charAt(end))) {
      end++;
    }
    return end < text.length() ? end + newlineLength(end) : end;
  }

  private int newlineLength(int index) {
    return text.startsWith("\r\n", index) ? 2 : 1;
  }

  /** The number of the physical line that holds the character at {@code index}; from 1. */
  static int lineNumber(String text, int index) {
    int number = 1;
    for (int i = 0; i < index; i++) {
      char c = text.charAt(i);
      if (c == '\n' || (c == '\r' && !text.startsWith("\n", i + 1))) {
        number++;
      }
    }
    return number;
  }

  static boolean isNewline(char c) {
    return c == '\n' || c == '\r';
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\f';
  }

  private static boolean isComment(char c) {
    return c == '#' || c == '!';
  }

  private static boolean isSign(char c) {
    return c == '=' || c == ':';
  }
}
