package dev.linkspan.sandbox.api;

import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The operations TagResources, UntagResources and ListTagResources of a product. */
public final class TagActions {
  private static final int MAX_TAGS = 20;
  private static final int MAX_KEY_LENGTH = 128;

  private final Store store;
  private final Map<String, String> types;
  private final Supplier<ApiError> notFound;
  private final boolean wrapped;

  /**
   * @param types resource types of the store by the API's resource type in lower case
   * @param notFound error for a resource that does not exist
   * @param wrapped whether lists have the form {@code TagResources.TagResource[]}, as in ECS and
   *     VPC
   */
  public TagActions(
      Store store, Map<String, String> types, Supplier<ApiError> notFound, boolean wrapped) {
    this.store = store;
    this.types = Map.copyOf(types);
    this.notFound = notFound;
    this.wrapped = wrapped;
  }

  /**
   * Checks the tags of a create call and returns them.
   *
   * @throws ApiError if a key or the number of tags is not allowed
   */
  public static Map<String, String> checked(Map<String, String> tags) {
    for (String key : tags.keySet()) {
      String lower = key.toLowerCase(Locale.ROOT);
      if (key.isEmpty()
          || key.length() > MAX_KEY_LENGTH
          || lower.startsWith("aliyun")
          || lower.startsWith("acs:")
          || lower.contains("http://")
          || lower.contains("https://")) {
        throw new ApiError(400, "InvalidTagKey.Malformed", "The specified Tag.Key is not valid.");
      }
    }
    if (tags.size() > MAX_TAGS) {
      throw new ApiError(
          400, "NumberExceed.Tags", "The maximum number of tags per resource is exceeded.");
    }
    return tags;
  }

  public Map<String, Object> tag(Call call) {
    Map<String, String> added = checked(call.parameters().tags());
    if (added.isEmpty()) {
      throw new MissingParameter("Tag.1.Key");
    }
    for (Resource resource : named(call)) {
      Map<String, String> tags = new LinkedHashMap<>(resource.tags());
      tags.putAll(added);
      store.put(resource.withTags(checked(tags)));
    }
    return Map.of();
  }

  public Map<String, Object> untag(Call call) {
    List<String> keys = call.parameters().texts("TagKey");
    boolean all = keys.isEmpty() && call.parameters().flag("All", false);
    for (Resource resource : named(call)) {
      Map<String, String> tags = new LinkedHashMap<>(resource.tags());
      tags.keySet().removeIf(key -> all || keys.contains(key));
      store.put(resource.withTags(tags));
    }
    return Map.of();
  }

  public Map<String, Object> list(Call call) {
    String type = type(call);
    List<String> ids = call.parameters().texts("ResourceId");
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Resource resource : ofCaller(call, type)) {
      boolean asked = ids.isEmpty() || ids.contains(resource.id()) || isNamed(resource, ids);
      if (asked && resource.hasTags(call.parameters().tags())) {
        resource.tags().forEach((key, value) -> rows.add(row(call, resource, key, value)));
      }
    }
    Page<Map<String, Object>> page = Page.byToken(rows, call.parameters(), 50, 1000);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("NextToken", page.fields().getOrDefault("NextToken", ""));
    body.put("TagResources", wrapped ? Map.of("TagResource", page.items()) : page.items());
    return body;
  }

  private static Map<String, Object> row(Call call, Resource resource, String key, String value) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("ResourceId", resource.id());
    row.put("ResourceType", call.parameters().required("ResourceType"));
    row.put("TagKey", key);
    row.put("TagValue", value);
    return row;
  }

  private List<Resource> named(Call call) {
    String type = type(call);
    List<String> ids = call.parameters().texts("ResourceId");
    if (ids.isEmpty()) {
      throw new MissingParameter("ResourceId.1");
    }
    List<Resource> existing = ofCaller(call, type);
    List<Resource> found = new ArrayList<>();
    for (String id : ids) {
      Optional<Resource> one =
          existing.stream().filter(r -> r.id().equals(id) || isNamed(r, List.of(id))).findFirst();
      found.add(one.orElseThrow(notFound));
    }
    return found;
  }

  /** Only key pairs have unique names and can be referred to by name. */
  private static boolean isNamed(Resource resource, List<String> ids) {
    return resource.type().equals("keypair") && ids.contains(resource.name());
  }

  private List<Resource> ofCaller(Call call, String type) {
    return store.all(type).stream()
        .filter(r -> r.account().equals(call.account()) && r.region().equals(call.region()))
        .toList();
  }

  private String type(Call call) {
    String asked = call.parameters().required("ResourceType");
    String type = types.get(asked.toLowerCase(Locale.ROOT));
    if (type == null) {
      throw new ApiError(
          400, "InvalidResourceType.NotFound", "The specified ResourceType is not supported.");
    }
    return type;
  }
}
