package dev.linkspan.sandbox.models;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A parameter of a request, or a field of a response.
 *
 * @param path such as {@code Tag[].Key}; {@code []} stands for the elements of a list
 * @param type {@code string}, {@code integer}, {@code number}, {@code boolean}, {@code json} (a
 *     text that is JSON), {@code object} or {@code map} (with unknown content)
 * @param range the allowed integers
 * @param values the allowed texts; empty if any text is allowed
 */
public record FieldModel(
    String path, String type, boolean required, Optional<Range> range, Set<String> values) {

  /** The integers from a minimum to a maximum, both included. */
  public record Range(long min, long max) {

    static Range parse(String text) {
      int dots = text.indexOf("..");
      return new Range(
          Long.parseLong(text.substring(0, dots)), Long.parseLong(text.substring(dots + 2)));
    }

    boolean contains(long value) {
      return min <= value && value <= max;
    }

    @Override
    public String toString() {
      return min + " to " + max;
    }
  }

  /**
   * Parses a line of a table: path, type, and optionally {@code required}, a range, and values
   * after an equals sign.
   */
  static FieldModel parse(String line) {
    List<String> words = List.of(line.split(" ", -1));
    String last = words.get(words.size() - 1);
    return new FieldModel(
        words.get(0),
        words.get(1),
        words.contains("required"),
        last.contains("..") ? Optional.of(Range.parse(last)) : Optional.empty(),
        last.startsWith("=") ? Set.of(last.substring(1).split("\\|", -1)) : Set.of());
  }

  boolean hasUnknownContent() {
    return type.equals("object") || type.equals("map");
  }
}
