package dev.linkspan.activities.alibabacloud;

import com.aliyuncs.AcsRequest;
import dev.linkspan.workflows.plan.Owner;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The two tags by which a setup knows what it made: which setup, and which resource of it. */
public final class Tags {
  private Tags() {}

  /** As {@code Tag.N.Key} and {@code Tag.N.Value}, for making it and for looking for it. */
  public static Map<String, String> parameters(Owner owner, String resource) {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("Tag.1.Key", Owner.SETUP_TAG);
    tags.put("Tag.1.Value", owner.setup());
    tags.put("Tag.2.Key", Owner.RESOURCE_TAG);
    tags.put("Tag.2.Value", resource);
    return tags;
  }

  /** Puts the tags on a request, whether or not the SDK's class knows them. */
  public static <R extends AcsRequest<?>> R on(R request, Owner owner, String resource) {
    parameters(owner, resource)
        .forEach((name, value) -> request.putQueryParameter(name, (Object) value));
    return request;
  }

  /**
   * The first of these that carries both tags. The API filters already; a filter that was ignored
   * must not make somebody else's resource ours.
   */
  public static <R, T> Optional<R> ours(
      Owner owner,
      String resource,
      List<R> candidates,
      Function<R, List<T>> tags,
      Function<T, String> key,
      Function<T, String> value) {
    return candidates.stream()
        .filter(
            candidate ->
                has(tags.apply(candidate), key, value, Owner.SETUP_TAG, owner.setup())
                    && has(tags.apply(candidate), key, value, Owner.RESOURCE_TAG, resource))
        .findFirst();
  }

  private static <T> boolean has(
      List<T> tags,
      Function<T, String> key,
      Function<T, String> value,
      String wantedKey,
      String wantedValue) {
    return tags != null
        && tags.stream()
            .anyMatch(t -> wantedKey.equals(key.apply(t)) && wantedValue.equals(value.apply(t)));
  }
}
