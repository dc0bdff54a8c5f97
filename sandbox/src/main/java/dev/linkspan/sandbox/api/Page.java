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
    return byToken(all, parameters.text("NextToken", ""), size);
  }

  /**
   * Selects a page of this size. The last page has no token.
   *
   * @param token of the page; empty for the first page
   * @throws ApiError InvalidParameter if the token is not valid
   */
  public static <T> Page<T> byToken(List<T> all, String token, int size) {
    int from = token.isEmpty() ? 0 : Math.min(all.size(), PageToken.start(token));
    Map<String, Object> fields = new LinkedHashMap<>();
    if (from + size < all.size()) {
      fields.put("NextToken", PageToken.of(from + size));
    }
    fields.put("MaxResults", size);
    return new Page<>(slice(all, from, size), all.size(), fields);
  }

  /** Returns the items as the response shows them. */
  public <R> List<R> show(Function<T, R> view) {
    return items.stream().map(view).toList();
  }

  private static <T> List<T> slice(List<T> all, int from, int size) {
    return all.subList(from, Math.min(all.size(), from + size));
  }
}
