package dev.linkspan.sandbox.tidbcloud;

import dev.linkspan.sandbox.json.Fields;
import java.util.List;
import java.util.Map;

/** Pages of lists, by {@code pageSize} and {@code pageToken}. */
final class TokenPages {
  private static final int MAX_PAGE_SIZE = 100;

  private TokenPages() {}

  /**
   * Returns a page. Larger page sizes are reduced to the maximum. The last page has no next token.
   */
  static Map<String, Object> page(
      String name, List<Map<String, Object>> all, Map<String, String> query, int defaultSize) {
    int size = Math.min(MAX_PAGE_SIZE, number(query, "pageSize", defaultSize));
    int from = Math.min(all.size(), number(query, "pageToken", 0));
    int to = Math.min(all.size(), from + (size == 0 ? defaultSize : size));
    return Fields.of(
        name,
        all.subList(from, to),
        "nextPageToken",
        to < all.size() ? Integer.toString(to) : null,
        "totalSize",
        all.size());
  }

  private static int number(Map<String, String> query, String name, int defaultValue) {
    String value = query.getOrDefault(name, "");
    if (value.isEmpty()) {
      return defaultValue;
    }
    if (!value.matches("\\d{1,9}")) {
      throw TidbCloudError.invalid(name + " is not valid");
    }
    return Integer.parseInt(value);
  }
}
