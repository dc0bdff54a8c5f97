package dev.linkspan.sandbox.api;

import dev.linkspan.sandbox.json.Json;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The parameters of a call: flat names such as {@code Tag.1.Key}, or one JSON text per list or
 * object. An empty text counts as absent, because some clients send unset fields that way.
 */
public final class Parameters {
  private final Map<String, String> values;

  public Parameters(Map<String, String> values) {
    this.values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /**
   * Reads the fields of a JSON object, which are texts, numbers, booleans or null. No text at all
   * means no fields.
   *
   * @throws java.io.UncheckedIOException if the text is not a JSON object
   * @throws ApiError InvalidParameter if a field is a list or an object
   */
  public static Parameters ofJson(byte[] json) {
    Map<String, String> fields = new TreeMap<>();
    if (json.length > 0) {
      Json.object(json)
          .forEach(
              (name, value) -> {
                if (value instanceof Map || value instanceof List) {
                  throw invalid(name);
                }
                if (value != null) {
                  fields.put(name, value.toString());
                }
              });
    }
    return new Parameters(fields);
  }

  /** All values by wire name, sorted by name. */
  public Map<String, String> asMap() {
    return values;
  }

  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).filter(v -> !v.isEmpty());
  }

  public String text(String name, String defaultValue) {
    return text(name).orElse(defaultValue);
  }

  /**
   * @throws MissingParameter if the parameter is absent or empty
   */
  public String required(String name) {
    return text(name).orElseThrow(() -> new MissingParameter(name));
  }

  /**
   * @throws ApiError InvalidParameter if the value is not a whole number
   */
  public int integer(String name, int defaultValue) {
    return integer(name, defaultValue, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  /**
   * @throws ApiError InvalidParameter if the value is not a whole number from least to most
   */
  public int integer(String name, int defaultValue, int least, int most) {
    long value = longInteger(name, defaultValue);
    if (value < least || value > most) {
      throw invalid(name);
    }
    return (int) value;
  }

  public long longInteger(String name, long defaultValue) {
    Optional<String> value = text(name);
    if (value.isEmpty()) {
      return defaultValue;
    }
    try {
      return Long.parseLong(value.get().trim());
    } catch (NumberFormatException e) {
      throw invalid(name);
    }
  }

  /**
   * @throws ApiError InvalidParameter if the value is neither true nor false
   */
  public boolean flag(String name, boolean defaultValue) {
    Optional<String> value = text(name);
    if (value.isEmpty()) {
      return defaultValue;
    }
    if (value.get().equalsIgnoreCase("true")) {
      return true;
    }
    if (value.get().equalsIgnoreCase("false")) {
      return false;
    }
    throw invalid(name);
  }

  /** Returns the fields of an object: {@code Name.Field}, or one JSON object under {@code Name}. */
  public Parameters object(String name) {
    Map<String, String> fields = new TreeMap<>(json(name));
    String prefix = name + ".";
    values.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            fields.put(key.substring(prefix.length()), value);
          }
        });
    return new Parameters(fields);
  }

  /** Returns a list of objects: {@code Name.N.Field}, or one JSON array under {@code Name}. */
  public List<Parameters> list(String name) {
    Parameters elements = object(name);
    List<Parameters> result = new ArrayList<>();
    for (int index : elements.indexes()) {
      result.add(elements.object(Integer.toString(index)));
    }
    return result;
  }

  /**
   * Returns a list of texts without empty ones: {@code Name.N}, or one JSON array under {@code
   * Name}.
   */
  public List<String> texts(String name) {
    Parameters elements = object(name);
    List<String> result = new ArrayList<>();
    for (int index : elements.indexes()) {
      elements.text(Integer.toString(index)).ifPresent(result::add);
    }
    return result;
  }

  /**
   * Returns the tags: {@code Tag.N.Key} and {@code Tag.N.Value}, or the same names in lower case.
   */
  public Map<String, String> tags() {
    Map<String, String> tags = new LinkedHashMap<>();
    for (Parameters tag : list("Tag")) {
      tag.text("Key")
          .or(() -> tag.text("key"))
          .ifPresent(
              key -> tags.put(key, tag.text("Value").or(() -> tag.text("value")).orElse("")));
    }
    return tags;
  }

  private SortedSet<Integer> indexes() {
    SortedSet<Integer> indexes = new TreeSet<>();
    for (String key : values.keySet()) {
      String head = key.indexOf('.') < 0 ? key : key.substring(0, key.indexOf('.'));
      if (!head.isEmpty() && head.length() < 6 && head.chars().allMatch(Character::isDigit)) {
        indexes.add(Integer.parseInt(head));
      }
    }
    return indexes;
  }

  private Map<String, String> json(String name) {
    String value = values.getOrDefault(name, "").trim();
    Map<String, String> flat = new TreeMap<>();
    if (value.startsWith("[") || value.startsWith("{")) {
      try {
        flatten("", Json.parse(value), flat);
      } catch (UncheckedIOException e) {
        throw invalid(name);
      }
    }
    return flat;
  }

  private static void flatten(String path, Object value, Map<String, String> into) {
    if (value instanceof Map<?, ?> fields) {
      fields.forEach((key, field) -> flatten(join(path, key.toString()), field, into));
    } else if (value instanceof List<?> elements) {
      for (int i = 0; i < elements.size(); i++) {
        flatten(join(path, Integer.toString(i + 1)), elements.get(i), into);
      }
    } else if (value != null) {
      into.put(path, value.toString());
    }
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static ApiError invalid(String name) {
    return new ApiError(
        400, "InvalidParameter", "The specified parameter \"" + name + "\" is not valid.");
  }

  @Override
  public String toString() {
    return "Parameters" + values.keySet();
  }
}
