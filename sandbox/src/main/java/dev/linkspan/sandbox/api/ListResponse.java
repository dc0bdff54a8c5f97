package dev.linkspan.sandbox.api;

import dev.linkspan.sandbox.json.Fields;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Lists of the newer products: not wrapped, read with {@code NextToken} and {@code MaxResults}. */
public final class ListResponse {
  private ListResponse() {}

  /** The page that is asked for; the list is there even when it is empty. */
  public static <T> Map<String, Object> body(
      String name,
      List<T> all,
      Parameters parameters,
      int defaultSize,
      int maxSize,
      Function<T, Map<String, Object>> show) {
    Page<T> page = Page.byToken(all, parameters, defaultSize, maxSize);
    Map<String, Object> body = Fields.of(name, page.show(show), "NextToken", "");
    body.putAll(page.fields());
    body.put("TotalCount", page.total());
    return body;
  }
}
