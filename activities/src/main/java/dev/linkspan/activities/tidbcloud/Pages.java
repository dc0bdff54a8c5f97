package dev.linkspan.activities.tidbcloud;

import dev.linkspan.activities.tidbcloud.TidbCloudException.Kind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads every page of a list of the API. */
final class Pages {
  private static final int LARGEST_PAGE = 100;

  /** One page. */
  interface Page<T> {
    /** Null where the API left the list out. */
    @Nullable List<T> items();

    /** Null or blank on the last page. */
    @Nullable String nextPageToken();
  }

  private Pages() {}

  /**
   * Returns every item once. What is created or deleted while the pages are read moves the others:
   * the same item can be on two pages, and must not look like a duplicate to delete.
   *
   * @param read returns the page of this query, which starts with a question mark
   * @throws TidbCloudException if an item has no ID, or the pages have no end
   */
  static <T> List<T> all(Function<String, Page<T>> read, Function<T, @Nullable String> id) {
    Map<String, T> all = new LinkedHashMap<>();
    Set<String> tokens = new HashSet<>();
    String token = "";
    do {
      Page<T> page = read.apply(query(token));
      List<T> items = page.items();
      if (items != null) {
        items.forEach(item -> all.put(identified(item, id), item));
      }
      token = page.nextPageToken() == null ? "" : page.nextPageToken();
    } while (!token.isBlank() && tokens.add(token));
    if (!token.isBlank()) {
      throw unreadable("repeats the page " + token + " of a list");
    }
    return List.copyOf(all.values());
  }

  private static String query(String token) {
    return "?pageSize="
        + LARGEST_PAGE
        + (token.isEmpty() ? "" : "&pageToken=" + URLEncoder.encode(token, StandardCharsets.UTF_8));
  }

  /** The ID of an item, without which nothing can be said or done about it. */
  static <T> String identified(@Nullable T item, Function<T, @Nullable String> id) {
    String known = item == null ? null : id.apply(item);
    if (known == null || known.isBlank()) {
      throw unreadable("names no ID of what it returns");
    }
    return known;
  }

  private static TidbCloudException unreadable(String problem) {
    return new TidbCloudException(
        Kind.UNKNOWN_OUTCOME, "TiDB Cloud's answer " + problem, Optional.empty());
  }
}
