package dev.linkspan.sandbox.ecs;

import dev.linkspan.sandbox.api.ApiError;
import dev.linkspan.sandbox.api.Call;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Look-ups, views and refusals that the ECS actions share. */
final class EcsErrors {
  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm'Z'").withZone(ZoneOffset.UTC);

  private EcsErrors() {}

  static List<Resource> ofCaller(Store store, Call call, String type) {
    return store.all(type).stream()
        .filter(r -> r.account().equals(call.account()) && r.region().equals(call.region()))
        .toList();
  }

  static Optional<Resource> find(Store store, Call call, String type, String id) {
    return store
        .find(type, id)
        .filter(r -> r.account().equals(call.account()) && r.region().equals(call.region()));
  }

  static ApiError error(int status, String code, String message) {
    return new ApiError(status, code, message);
  }

  /** Times as ECS shows them: to the minute. */
  static String time(Instant instant) {
    return MINUTES.format(instant);
  }

  /** Tags as ECS shows them. */
  static Map<String, Object> tags(Resource resource) {
    return Map.of(
        "Tag",
        resource.tags().entrySet().stream()
            .map(tag -> Map.of("TagKey", tag.getKey(), "TagValue", tag.getValue()))
            .toList());
  }
}
