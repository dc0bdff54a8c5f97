package dev.linkspan.sandbox.http;

import dev.linkspan.sandbox.json.Json;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The response of a handler. */
public sealed interface Reply {

  /** A response in memory. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Answer(int status, Map<String, String> headers, byte[] body) implements Reply {

    /** Returns a copy with one more header. */
    public Answer with(String header, String value) {
      Map<String, String> more = new LinkedHashMap<>(headers);
      more.put(header, value);
      return new Answer(status, more, body);
    }
  }

  /** The content of a file. */
  record File(Path file, String contentType) implements Reply {}

  /** No response: the connection is closed. */
  record ConnectionClosed() implements Reply {}

  static Answer json(int status, Object body) {
    return new Answer(
        status, Map.of("Content-Type", "application/json;charset=utf-8"), Json.bytes(body));
  }
}
