package dev.linkspan.sandbox.api;

import dev.linkspan.sandbox.json.Fields;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** List responses of the newer products, paged with {@code NextToken} and {@code MaxResults}. */
public final class ListResponse {
  private ListResponse() {}

  /** Returns the requested page. The list field exists even if the page is empty. */
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
