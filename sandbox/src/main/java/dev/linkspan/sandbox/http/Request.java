package dev.linkspan.sandbox.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request with its whole body.
 *
 * @param path raw path, such as {@code /v1beta1/clusters}
 * @param query raw query; empty if there is none
 * @param headers values by name, in any case
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Request(
    String method, String path, String query, Map<String, List<String>> headers, byte[] body) {

  public Request {
    Map<String, List<String>> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    sorted.putAll(headers);
    headers = sorted;
  }

  /** Returns the header's values, joined with commas as HTTP defines. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).map(values -> String.join(",", values));
  }

  /** Returns the decoded query parameters. The last value of a repeated name counts. */
  public Map<String, String> queryParameters() {
    return FormEncoding.decode(query);
  }
}
