package dev.linkspan.activities.ssh;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a script reports as lines of {@code key: value}. Of equal keys the last one counts. */
public final class KeyValues {
  private final Map<String, String> values;

  private KeyValues(Map<String, String> values) {
    this.values = values;
  }

  /** Reads a script's output; lines without a colon are ignored. */
  public static KeyValues of(String output) {
    return new KeyValues(
        output
            .lines()
            .map(line -> line.split(": ?", 2))
            .filter(pair -> pair.length == 2)
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1].strip(), (a, b) -> b)));
  }

  /**
   * The value of this key, which may be empty.
   *
   * @throws IllegalStateException if the script did not report it
   */
  public String required(String key) {
    String value = values.get(key);
    if (value == null) {
      throw new IllegalStateException("the script did not report \"" + key + "\"");
    }
    return value;
  }

  /** The value of this key; empty if it is missing or blank. */
  public Optional<String> find(String key) {
    return Optional.ofNullable(values.get(key)).filter(value -> !value.isEmpty());
  }
}
