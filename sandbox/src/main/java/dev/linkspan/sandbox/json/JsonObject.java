package dev.linkspan.sandbox.json;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a JSON object. Every field that is asked for must exist.
 *
 * @param fields field values by name, as {@link Json} parses them
 */
public record JsonObject(Map<?, ?> fields) {

  /**
   * Returns a value of any type.
   *
   * @throws IllegalArgumentException if the field is missing
   */
  public Object value(String name) {
    Object value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException("field " + name + " is missing");
    }
    return value;
  }

  /** Returns a value as text. */
  public String text(String name) {
    return value(name).toString();
  }

  /**
   * @throws IllegalArgumentException if the field is missing or not a number
   */
  public int integer(String name) {
    return number(name).intValue();
  }

  /**
   * @throws IllegalArgumentException if the field is missing or not a number
   */
  public long longInteger(String name) {
    return number(name).longValue();
  }

  private Number number(String name) {
    return expect(name, value(name) instanceof Number number ? number : null, "a number");
  }

  /**
   * @throws IllegalArgumentException if the field is missing or not a list
   */
  public List<?> list(String name) {
    return expect(name, value(name) instanceof List<?> list ? list : null, "a list");
  }

  /** Returns a list of texts. */
  public List<String> texts(String name) {
    return list(name).stream().map(String::valueOf).toList();
  }

  /**
   * Returns an object as its map of fields.
   *
   * @throws IllegalArgumentException if the field is missing or not an object
   */
  public Map<?, ?> map(String name) {
    return expect(name, value(name) instanceof Map<?, ?> map ? map : null, "an object");
  }

  /** Returns an object. */
  public JsonObject object(String name) {
    return new JsonObject(map(name));
  }

  /** Returns a list of objects. */
  public List<JsonObject> objects(String name) {
    return list(name).stream()
        .map(element -> element instanceof Map<?, ?> map ? map : null)
        .map(map -> new JsonObject(expect(name, map, "a list of objects")))
        .toList();
  }

  private static <T> T expect(String name, @Nullable T value, String kind) {
    if (value == null) {
      throw new IllegalArgumentException("field " + name + " is not " + kind);
    }
    return value;
  }
}
