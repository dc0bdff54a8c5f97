package dev.linkspan.sandbox.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The encoding {@code a=1&b=2} of queries and form bodies. */
public final class FormEncoding {
  private FormEncoding() {}

  /**
   * Decodes a text. The last value of a repeated name counts.
   *
   * @throws IllegalArgumentException if an escape sequence is malformed
   */
  public static Map<String, String> decode(String encoded) {
    Map<String, String> result = new LinkedHashMap<>();
    for (String pair : encoded.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        result.put(decodedPart(name), decodedPart(value));
      }
    }
    return result;
  }

  private static String decodedPart(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("An escape sequence is malformed.", e);
    }
  }
}
