package dev.linkspan.sandbox.models;

import dev.linkspan.sandbox.models.FieldModel.Range;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A documented limit of a parameter.
 *
 * @param path such as {@code Servers[].Weight}; of a list, such as {@code Servers[]}, for its
 *     number of elements
 * @param code of the error; empty for the product's own error for an invalid parameter
 * @param status of the error
 */
public record Limit(
    String action, String path, Measure measure, Range range, String code, int status) {
  private static final Pattern INDEX = Pattern.compile("\\.\\d+(?=\\.|$)");
  private static final int BAD_REQUEST = 400;

  /** What is limited. */
  enum Measure {
    /** The number itself. */
    NUMBER,
    /** The number of characters. */
    LENGTH,
    /** The number of elements of a list. */
    COUNT
  }

  /**
   * Parses a line of a table: action, path, measure, range, and optionally code and status; then
   * the sources.
   */
  static Limit parse(String line) {
    List<String> words = List.of(line.replaceFirst(" #.*", "").split(" ", -1));
    return new Limit(
        words.get(0),
        words.get(1),
        Measure.valueOf(words.get(2).toUpperCase(Locale.ROOT)),
        Range.parse(words.get(3)),
        words.size() > 4 ? words.get(4) : "",
        words.size() > 5 ? Integer.parseInt(words.get(5)) : BAD_REQUEST);
  }

  /** The last part of the path, as errors name a parameter. */
  public String parameter() {
    String name = path.replace("[]", "");
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** What must be in the range, for texts. */
  public String measured() {
    return measure == Measure.NUMBER ? "value" : measure.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Whether a request exceeds it.
   *
   * @param sent parameters by wire name; an empty value counts as absent
   */
  boolean isExceededBy(Map<String, String> sent) {
    if (measure == Measure.COUNT) {
      int count = elements(sent);
      return count > 0 && !range.contains(count);
    }
    return sent.entrySet().stream()
        .filter(parameter -> INDEX.matcher(parameter.getKey()).replaceAll("[]").equals(path))
        .map(Map.Entry::getValue)
        .filter(value -> !value.isEmpty())
        .anyMatch(value -> !range.contains(size(value)));
  }

  private long size(String value) {
    if (measure == Measure.LENGTH) {
      return value.codePointCount(0, value.length());
    }
    String number = value.trim();
    // Another type is another error.
    return number.matches("-?\\d{1,18}") ? Long.parseLong(number) : range.min();
  }

  private int elements(Map<String, String> sent) {
    String list = path.substring(0, path.length() - 2) + ".";
    Set<String> indexes = new TreeSet<>();
    for (String name : sent.keySet()) {
      if (name.startsWith(list)) {
        indexes.add(name.substring(list.length()).replaceAll("\\..*", ""));
      }
    }
    return indexes.size();
  }
}
