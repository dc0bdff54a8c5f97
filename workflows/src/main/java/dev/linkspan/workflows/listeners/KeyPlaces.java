package dev.linkspan.workflows.listeners;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says on which lines of a file the keys stand that a message is about. */
public final class KeyPlaces {
  private static final String LETTER = "[A-Za-z0-9_-]";

  private KeyPlaces() {}

  /**
   * For example {@code " (listeners: line 4)"}, in the order of the lines; empty if the message
   * names no key of the file. A key that stands there twice is told with its last line, which
   * counts.
   */
  public static String of(PropertiesText file, String message) {
    Map<String, Integer> lines = new LinkedHashMap<>();
    file.entries().stream()
        .filter(entry -> isNamed(entry.key(), message))
        .forEach(entry -> lines.put(entry.key(), file.lineNumber(entry)));
    return lines.isEmpty()
        ? ""
        : lines.entrySet().stream()
            .sorted(Comparator.comparing(Map.Entry::getValue))
            .map(place -> place.getKey() + ": line " + place.getValue())
            .collect(Collectors.joining(", ", " (", ")"));
  }

  /** Keys of one word could be words of the message, except for this one. */
  private static boolean isNamed(String key, String message) {
    return (key.contains(".") || key.equals(ListenerKeys.LISTENERS))
        && Pattern.compile(
                "(?<!%1$s|%1$s\\.)%2$s(?!%1$s|\\.%1$s)".formatted(LETTER, Pattern.quote(key)))
            .matcher(message)
            .find();
  }
}
