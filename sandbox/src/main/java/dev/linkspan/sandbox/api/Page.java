package dev.linkspan.sandbox.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param total number of items on all pages
 * @param fields paging fields of the response: number and size, or the token of the next page
 */
public record Page<T>(List<T> items, int total, Map<String, Object> fields) {

  /**
   * Selects a page by {@code PageNumber}, counted from 1, and {@code PageSize}.
   *
   * @throws ApiError InvalidParameter if one of them is out of range
   */
  public static <T> Page<T> numbered(
      List<T> all, Parameters parameters, int defaultSize, int maxSize) {
    int number = parameters.integer("PageNumber", 1);
    int size = parameters.integer("PageSize", defaultSize);
    if (number < 1) {
      throw new ApiError(400, "InvalidParameter", "The specified PageNumber is not valid.");
    }
    if (size < 1 || size > maxSize) {
      throw new ApiError(400, "InvalidParameter", "The specified PageSize is not valid.");
    }
    long from = Math.min(all.size(), (long) (number - 1) * size);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("PageNumber", number);
    fields.put("PageSize", size);
    fields.put("TotalCount", all.size());
    return new Page<>(slice(all, (int) from, size), all.size(), fields);
  }

  /**
   * Selects a page by {@code NextToken} and {@code MaxResults}. The last page has no token.
   *
   * @throws ApiError InvalidParameter if one of them is not valid
   */
  public static <T> Page<T> byToken(
      List<T> all, Parameters parameters, int defaultSize, int maxSize) {
    int size = parameters.integer("MaxResults", defaultSize);
    if (size < 1 || size > maxSize) {
      throw new ApiError(400, "InvalidParameter", "The specified MaxResults is not valid.");
    }
    int from = Math.min(all.size(), start(parameters.text("NextToken", "p0")));
    Map<String, Object> fields = new LinkedHashMap<>();
    if (from + size < all.size()) {
      fields.put("NextToken", "p" + (from + size));
    }
    fields.put("MaxResults", size);
    return new Page<>(slice(all, from, size), all.size(), fields);
  }

  /** Returns the items as the response shows them. */
  public <R> List<R> show(Function<T, R> view) {
    return items.stream().map(view).toList();
  }

  private static int start(String token) {
    if (!token.matches("p\\d{1,8}")) {
      throw new ApiError(400, "InvalidParameter", "The specified NextToken is not valid.");
    }
    return Integer.parseInt(token.substring(1));
  }

  private static <T> List<T> slice(List<T> all, int from, int size) {
    return all.subList(from, Math.min(all.size(), from + size));
  }
}
