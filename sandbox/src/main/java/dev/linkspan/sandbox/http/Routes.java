package dev.linkspan.sandbox.http;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;

/** Maps paths to handlers. The longest matching prefix wins. */
public final class Routes implements Handler {
  private final Map<String, UnaryOperator<Handler>> filters = new ConcurrentSkipListMap<>();
  private final Map<String, Handler> handlers =
      new ConcurrentSkipListMap<>(
          Comparator.comparingInt(String::length).reversed().thenComparing(p -> p));

  /**
   * @param prefix such as {@code /v1beta1/}; {@code /} matches this path only
   */
  public void add(String prefix, Handler handler) {
    handlers.put(prefix, handler);
  }

  /**
   * Wraps every handler below a path, whenever it is added, and what answers for missing handlers.
   *
   * @param prefix such as {@code /_sandbox/}
   */
  public void filter(String prefix, UnaryOperator<Handler> filter) {
    filters.put(prefix, filter);
  }

  @Override
  public Reply handle(Request request) {
    String path = request.path();
    Handler found = find(path).orElse(Routes::notFound);
    for (Map.Entry<String, UnaryOperator<Handler>> filter : filters.entrySet()) {
      if (path.startsWith(filter.getKey())) {
        found = filter.getValue().apply(found);
      }
    }
    return found.handle(request);
  }

  private static Reply notFound(Request request) {
    return Reply.json(404, Map.of("Code", "NotFound", "Message", "No such path."));
  }

  private Optional<Handler> find(String path) {
    return handlers.entrySet().stream()
        .filter(e -> e.getKey().equals("/") ? path.equals("/") : path.startsWith(e.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
