package dev.linkspan.sandbox.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request, read whole.
 *
 * @param path raw path, e.g. {@code /v1beta1/clusters}
 * @param query raw query, empty where there is none
 * @param headers by name, any case
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Request(
    String method, String path, String query, Map<String, List<String>> headers, byte[] body) {

  public Request {
    Map<String, List<String>> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    sorted.putAll(headers);
    headers = sorted;
  }

  /** The header's values, joined as HTTP says. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).map(values -> String.join(",", values));
  }

  /** Decoded query parameters; of a repeated name the last. */
  public Map<String, String> queryParameters() {
    return FormEncoding.decode(query);
  }
}
