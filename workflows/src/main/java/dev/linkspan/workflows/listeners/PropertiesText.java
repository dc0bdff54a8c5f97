package dev.linkspan.workflows.listeners;

import dev.linkspan.workflows.listeners.Entry.Piece;
import dev.linkspan.workflows.listeners.Entry.Separator;
import dev.linkspan.workflows.listeners.LogicalLines.Lines;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The complete text of a Java properties file: an edit changes the characters of one value and
 * nothing else. Each char stands for one byte (ISO-8859-1), so every byte of the file survives,
 * whatever encoding its comments have.
 *
 * <p>Reads as {@link java.util.Properties#load(java.io.InputStream)} does, which is how Kafka reads
 * its file. Never shows its text in {@link #toString()}: such a file holds passwords.
 */
public final class PropertiesText {
  private final String text;
  private final Lines lines;

  private PropertiesText(String text) {
    this.text = text;
    this.lines = LogicalLines.of(text);
  }

  /**
   * @param text the bytes of the file, read as ISO-8859-1
   * @throws IllegalArgumentException when Java could not read it (a malformed unicode escape), or
   *     when a character is no byte; says the line, never what stands there
   */
  public static PropertiesText parse(String text) {
    if (text.chars().anyMatch(c -> c > 0xff)) {
      throw new IllegalArgumentException("not the bytes of a file: read it as ISO-8859-1");
    }
    return new PropertiesText(text);
  }

  /** The whole file, one char a byte. */
  public String text() {
    return text;
  }

  /** The effective value: that of the last entry with this key. */
  public Optional<String> value(String key) {
    return entry(key).map(Entry::value);
  }

  /**
   * The text with another value for a key. The entry that counts is changed where it stands, and
   * only from the first character that differs to the last, so that the layout of a long list
   * stays; a key that is not there is appended with the line ending of the file.
   */
  public PropertiesText with(String key, String value) {
    return entry(key).map(entry -> changed(entry, value)).orElseGet(() -> appended(key, value));
  }

  /** The text with these values and without these keys; every other line stays as it is. */
  public PropertiesText with(Map<String, String> values, List<String> removed) {
    PropertiesText changed = this;
    for (String key : removed) {
      changed = changed.without(key);
    }
    for (var setting : values.entrySet()) {
      changed = changed.with(setting.getKey(), setting.getValue());
    }
    return changed;
  }

  /** The text without any entry of this key. */
  public PropertiesText without(String key) {
    return entry(key)
        .map(entry -> replaced(entry.start(), lineEnd(entry), "").without(key))
        .orElse(this);
  }

  /** Where the line after the entry begins. */
  int lineEnd(Entry entry) {
    int end = entry.end();
    if (text.startsWith("\r\n", end)) {
      return end + 2;
    }
    return end < text.length() && LogicalLines.isNewline(text.charAt(end)) ? end + 1 : end;
  }

  /** The entry that counts for a key. */
  Optional<Entry> entry(String key) {
    List<Entry> entries = lines.entries();
    for (int i = entries.size() - 1; i >= 0; i--) {
      if (entries.get(i).key().equals(key)) {
        return Optional.of(entries.get(i));
      }
    }
    return Optional.empty();
  }

  List<Entry> entries() {
    return lines.entries();
  }

  /** The number of the physical line on which the entry begins; from 1. */
  int lineNumber(Entry entry) {
    return LogicalLines.lineNumber(text, entry.start());
  }

  /** The number of the physical line that has this character of the entry's value. */
  int lineNumber(Entry entry, int index) {
    return LogicalLines.lineNumber(text, entry.pieces().get(index).from());
  }

  /** How many physical lines there are, an unended last one included. */
  int lineCount() {
    return (int) text.lines().count();
  }

  /** The physical lines of an entry, without their newlines. */
  List<String> physicalLines(Entry entry) {
    return text.substring(entry.start(), entry.end()).lines().toList();
  }

  private PropertiesText changed(Entry entry, String value) {
    if (entry.value().equals(value)) {
      return this;
    }
    if (entry.separated() != Separator.NONE) {
      PropertiesText edited = changedInPart(entry, value);
      if (edited.value(entry.key()).equals(Optional.of(value))) {
        return edited;
      }
    }
    // Where a part cannot be changed alone (what remains would begin with a blank), the whole is.
    String sign = entry.separated() == Separator.NONE ? "=" : "";
    return replaced(entry.valueStart(), entry.valueEnd(), sign + Escapes.value(value));
  }

  private PropertiesText changedInPart(Entry entry, String value) {
    List<Piece> pieces = entry.pieces();
    int shorter = Math.min(pieces.size(), value.length());
    int prefix = 0;
    while (prefix < shorter && pieces.get(prefix).character() == value.charAt(prefix)) {
      prefix++;
    }
    int suffix = 0;
    while (suffix < shorter - prefix
        && pieces.get(pieces.size() - 1 - suffix).character()
            == value.charAt(value.length() - 1 - suffix)) {
      suffix++;
    }
    int last = pieces.size() - suffix;
    int before = prefix == 0 ? entry.valueStart() : pieces.get(prefix - 1).to();
    int from = prefix < last ? pieces.get(prefix).from() : before;
    int to = prefix < last ? pieces.get(last - 1).to() : before;
    String middle = value.substring(prefix, value.length() - suffix);
    boolean atLineStart = prefix == 0 || from != before;
    return replaced(from, to, atLineStart ? Escapes.value(middle) : Escapes.within(middle));
  }

  private PropertiesText appended(String key, String value) {
    String newline = newline();
    boolean lineEnded = text.isEmpty() || LogicalLines.isNewline(text.charAt(text.length() - 1));
    StringBuilder added = new StringBuilder(text);
    if (!lineEnded) {
      added.append(newline);
    }
    if (lines.endsOpen() && (lineEnded || text.endsWith("\\"))) {
      added.append(newline); // an empty line ends the continuation
    }
    added.append(Escapes.key(key)).append('=').append(Escapes.value(value)).append(newline);
    return new PropertiesText(added.toString());
  }

  private PropertiesText replaced(int from, int to, String by) {
    return new PropertiesText(text.substring(0, from) + by + text.substring(to));
  }

  /** The line ending nearest to the end of the file. */
  private String newline() {
    int last = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'));
    if (last < 0) {
      return "\n";
    }
    return text.startsWith("\r\n", last - 1) ? "\r\n" : text.substring(last, last + 1);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PropertiesText that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** Shows the number of entries, never their text. */
  @Override
  public String toString() {
    return "PropertiesText[" + lines.entries().size() + " entries]";
  }
}
