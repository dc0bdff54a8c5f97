package dev.linkspan.sandbox.breakpoints;

import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import java.util.Collection;
import java.util.List;

/**
 * Decides which resources a call concerns. A call concerns a text if one of its values contains it,
 * or is the id of a resource whose name or tags contain it, or of a part of such a resource.
 */
public final class CallSubjects {
  private final Store store;

  public CallSubjects(Store store) {
    this.store = store;
  }

  /** Whether a call with these values concerns the text. */
  public boolean mention(Collection<String> values, String text) {
    if (values.stream().anyMatch(value -> value.contains(text))) {
      return true;
    }
    List<Resource> all = store.all();
    return all.stream()
        .filter(resource -> values.contains(resource.id()))
        .anyMatch(resource -> isNamed(resource, text) || isPartOf(resource, all, text));
  }

  private static boolean isNamed(Resource resource, String text) {
    return resource.name().contains(text)
        || resource.tags().values().stream().anyMatch(tag -> tag.contains(text));
  }

  private static boolean isPartOf(Resource part, List<Resource> all, String text) {
    return all.stream()
        .filter(whole -> isNamed(whole, text))
        .anyMatch(whole -> part.attributes().containsValue(whole.id()));
  }
}
