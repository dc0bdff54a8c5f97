package dev.linkspan.activities.network;

import java.util.List;
import java.util.stream.Collectors;

/** Parameters whose value is JSON in one text. */
final class JsonText {
  private JsonText() {}

  /**
   * A JSON array of ids or addresses.
   *
   * @param values without characters that JSON escapes; not empty
   */
  static String array(List<String> values) {
    return values.stream().collect(Collectors.joining("\",\"", "[\"", "\"]"));
  }
}
