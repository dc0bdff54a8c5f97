package dev.linkspan.sandbox.http;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Maps paths to handlers. The longest matching prefix wins. */
public final class Routes {
  private final Map<String, Handler> handlers =
      new ConcurrentSkipListMap<>(
          Comparator.comparingInt(String::length).reversed().thenComparing(p -> p));

  /**
   * @param prefix such as {@code /v1beta1/}; {@code /} matches this path only
   */
  public void add(String prefix, Handler handler) {
    handlers.put(prefix, handler);
  }

  Optional<Handler> find(String path) {
    return handlers.entrySet().stream()
        .filter(e -> e.getKey().equals("/") ? path.equals("/") : path.startsWith(e.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
