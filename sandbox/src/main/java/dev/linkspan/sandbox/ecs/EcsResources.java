package dev.linkspan.sandbox.ecs;

import dev.linkspan.sandbox.api.Call;
import dev.linkspan.sandbox.api.Parameters;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lookups and views that the ECS actions share. */
final class EcsResources {
  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm'Z'").withZone(ZoneOffset.UTC);

  private EcsResources() {}

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

  /** Whether a filter is absent or has this value. */
  static boolean same(Parameters p, String parameter, String value) {
    return value.equals(p.text(parameter, value));
  }

  static String timeToSecond(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Formats a time as ECS does, to the minute. */
  static String time(Instant instant) {
    return MINUTES.format(instant);
  }

  /** Returns the tags as ECS shows them. */
  static Map<String, Object> tags(Resource resource) {
    return Map.of(
        "Tag",
        resource.tags().entrySet().stream()
            .map(tag -> Map.of("TagKey", tag.getKey(), "TagValue", tag.getValue()))
            .toList());
  }
}
