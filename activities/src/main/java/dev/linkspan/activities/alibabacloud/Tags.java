package dev.linkspan.activities.alibabacloud;

import com.aliyuncs.AcsRequest;
import dev.linkspan.workflows.plan.Owner;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The two tags that mark a resource of a setup: which setup, and which resource of it. */
public final class Tags {
  private Tags() {}

  /** As {@code Tag.N.Key} and {@code Tag.N.Value}, to create the resource and to filter lists. */
  public static Map<String, String> parameters(Owner owner, String resource) {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("Tag.1.Key", Owner.SETUP_TAG);
    tags.put("Tag.1.Value", owner.setup());
    tags.put("Tag.2.Key", Owner.RESOURCE_TAG);
    tags.put("Tag.2.Value", resource);
    return tags;
  }

  /** The tag that every resource of the setup carries, to filter lists. */
  public static Map<String, String> ofSetup(Owner owner) {
    return Map.of("Tag.1.Key", Owner.SETUP_TAG, "Tag.1.Value", owner.setup());
  }

  /** Filters a list by the tag that every resource of the setup carries. */
  public static <R extends AcsRequest<?>> R filter(R request, Owner owner) {
    ofSetup(owner).forEach((name, value) -> request.putQueryParameter(name, (Object) value));
    return request;
  }

  /** Adds the tags to a request, whether or not the SDK's class has setters for them. */
  public static <R extends AcsRequest<?>> R addTo(R request, Owner owner, String resource) {
    parameters(owner, resource)
        .forEach((name, value) -> request.putQueryParameter(name, (Object) value));
    return request;
  }

  /**
   * Returns the first candidate that carries both tags. The API has filtered already; if it ignored
   * the filter, somebody else's resource must not become ours.
   *
   * @param tags of a candidate; null where the API returned none
   */
  public static <R, T> Optional<R> firstTagged(
      Owner owner,
      String resource,
      List<R> candidates,
      Function<R, @Nullable List<T>> tags,
      Function<T, @Nullable String> key,
      Function<T, @Nullable String> value) {
    return candidates.stream()
        .filter(
            candidate ->
                has(tags.apply(candidate), key, value, Owner.SETUP_TAG, owner.setup())
                    && has(tags.apply(candidate), key, value, Owner.RESOURCE_TAG, resource))
        .findFirst();
  }

  /** Whether these are the tags of a resource of the setup. */
  public static <T> boolean isOf(
      Owner owner,
      List<T> tags,
      Function<T, @Nullable String> key,
      Function<T, @Nullable String> value) {
    return has(tags, key, value, Owner.SETUP_TAG, owner.setup());
  }

  private static <T> boolean has(
      @Nullable List<T> tags,
      Function<T, @Nullable String> key,
      Function<T, @Nullable String> value,
      String wantedKey,
      String wantedValue) {
    return tags != null
        && tags.stream()
            .anyMatch(t -> wantedKey.equals(key.apply(t)) && wantedValue.equals(value.apply(t)));
  }
}
