package dev.linkspan.activities.alibabacloud;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads every page of a list that is paged with {@code NextToken}. */
final class TokenPages {
  private TokenPages() {}

  /**
   * Returns every item once: what is created or deleted meanwhile moves the others to other pages.
   *
   * @param read asks for the page with these parameters
   * @param endless what to throw if a page leads back to an earlier one
   */
  static <T> List<T> all(
      Map<String, String> parameters,
      Function<Map<String, String>, ? extends TokenPage<T>> read,
      Supplier<RuntimeException> endless) {
    Map<String, String> asked = new HashMap<>(parameters);
    Set<T> all = new LinkedHashSet<>();
    Set<String> tokens = new HashSet<>();
    while (true) {
      TokenPage<T> page = read.apply(asked);
      List<T> items = page.items();
      if (items != null) {
        items.stream().filter(Objects::nonNull).forEach(all::add);
      }
      String next = page.nextToken();
      if (next == null || next.isBlank()) {
        return List.copyOf(all);
      }
      if (!tokens.add(next)) {
        throw endless.get();
      }
      asked.put("NextToken", next);
    }
  }
}
