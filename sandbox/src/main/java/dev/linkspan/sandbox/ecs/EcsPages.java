package dev.linkspan.sandbox.ecs;

import dev.linkspan.sandbox.api.Page;
import dev.linkspan.sandbox.api.Parameters;
import dev.linkspan.sandbox.json.Fields;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Lists of ECS that have both kinds of paging. {@code MaxResults} is raised to 10 or lowered to the
 * maximum, as the official model says.
 */
final class EcsPages {
  private static final int LEAST = 10;

  private EcsPages() {}

  /**
   * Returns the requested page.
   *
   * @param list name of the list
   * @param element name of the field below it, which holds the elements
   */
  static <T> Map<String, Object> body(
      String list,
      String element,
      List<T> found,
      Parameters p,
      int maxResults,
      Function<T, Map<String, Object>> show) {
    boolean byToken = p.text("MaxResults").or(() -> p.text("NextToken")).isPresent();
    Page<T> page =
        byToken
            ? Page.byToken(found, p.text("NextToken", ""), results(p, maxResults))
            : Page.numbered(found, p, 10, 100);
    Map<String, Object> body = Fields.of("NextToken", "");
    body.putAll(page.fields());
    body.remove("MaxResults");
    body.putIfAbsent("PageNumber", 1);
    body.putIfAbsent("PageSize", results(p, maxResults));
    body.put("TotalCount", found.size());
    body.put(list, Map.of(element, page.show(show)));
    return body;
  }

  private static int results(Parameters p, int most) {
    return Math.max(LEAST, Math.min(most, p.integer("MaxResults", LEAST)));
  }
}
