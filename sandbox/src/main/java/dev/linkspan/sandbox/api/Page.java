package dev.linkspan.sandbox.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param fields what says which page it is: number and size, or the next page's token
 */
public record Page<T>(List<T> items, int total, Map<String, Object> fields) {

  /** {@code PageNumber} from 1 and {@code PageSize}; a size above the maximum is refused. */
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

  /** {@code NextToken} and {@code MaxResults}; the last page has no token. */
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

  /** The items as the response shows them. */
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
