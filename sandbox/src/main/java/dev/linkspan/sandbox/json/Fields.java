package dev.linkspan.sandbox.json;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Creates JSON objects in one expression. */
public final class Fields {
  private Fields() {}

  /**
   * Returns an object with these fields in order: name, value, name, value. Fields with the value
   * null are left out.
   */
  public static Map<String, Object> of(@Nullable Object... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (namesAndValues[i + 1] != null) {
        fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
      }
    }
    return fields;
  }
}
