package dev.linkspan.sandbox.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Writes and parses JSON. The output is raw UTF-8, because the Alibaba Cloud SDK for Java does not
 * decode Unicode escape sequences.
 */
public final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  public static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String text(Object value) {
    return new String(bytes(value), StandardCharsets.UTF_8);
  }

  /**
   * Parses any JSON value into maps, lists, strings, numbers and booleans.
   *
   * @throws UncheckedIOException if the text is not JSON; the message is a sentence
   */
  public static Object parse(String json) {
    try {
      return MAPPER.readValue(json, Object.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("The text is not JSON.", e);
    }
  }

  /**
   * Parses a JSON object.
   *
   * @throws UncheckedIOException if the bytes are not a JSON object; the message is a sentence
   */
  public static Map<String, Object> object(byte[] json) {
    try {
      Map<String, Object> object =
          MAPPER.readValue(json, new TypeReference<Map<String, Object>>() {});
      // The text "null" is JSON, but no object.
      if (object == null) {
        throw new IOException("null");
      }
      return object;
    } catch (IOException e) {
      throw new UncheckedIOException("The text is not a JSON object.", e);
    }
  }
}
