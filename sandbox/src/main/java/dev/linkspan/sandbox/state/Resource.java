package dev.linkspan.sandbox.state;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A resource of a cloud. Immutable: to change it, give a new value to {@link Store#put}.
 *
 * @param type such as {@code vpc}; types that start with {@code _} are internal to the sandbox and
 *     not shown
 * @param account id of the owner
 * @param status as the API shows it, such as {@code Available}
 * @param next the change in progress, if any
 * @param attributes values that JSON can represent: texts, numbers, booleans, lists and maps
 * @param createdAt creation time
 */
public record Resource(
    String type,
    String id,
    String account,
    String region,
    String name,
    String status,
    Optional<Next> next,
    Map<String, String> tags,
    Map<String, Object> attributes,
    Instant createdAt) {

  /** The status that the resource changes to, and when. */
  public record Next(String status, Instant at) {}

  /** The next status of a resource that is being removed. */
  public static final String GONE = "GONE";

  public Resource {
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /** Creates a resource in status {@code Pending}, without tags and attributes. */
  public static Resource of(String type, String id, String account, String region, String name) {
    return new Resource(
        type,
        id,
        account,
        region,
        name,
        "Pending",
        Optional.empty(),
        Map.of(),
        Map.of(),
        Instant.ofEpochMilli(System.currentTimeMillis()));
  }

  public Resource withName(String newName) {
    return new Resource(
        type, id, account, region, newName, status, next, tags, attributes, createdAt);
  }

  public Resource withStatus(String newStatus) {
    return new Resource(
        type, id, account, region, name, newStatus, next, tags, attributes, createdAt);
  }

  public Resource withNext(Optional<Next> newNext) {
    return new Resource(
        type, id, account, region, name, status, newNext, tags, attributes, createdAt);
  }

  public Resource withTags(Map<String, String> newTags) {
    return new Resource(
        type, id, account, region, name, status, next, newTags, attributes, createdAt);
  }

  /** Returns a copy with one attribute changed. */
  public Resource with(String attribute, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(attributes);
    changed.put(attribute, value);
    return new Resource(type, id, account, region, name, status, next, tags, changed, createdAt);
  }

  public Resource without(String attribute) {
    Map<String, Object> changed = new LinkedHashMap<>(attributes);
    changed.remove(attribute);
    return new Resource(type, id, account, region, name, status, next, tags, changed, createdAt);
  }

  public boolean is(String someStatus) {
    return status.equals(someStatus);
  }

  /** Returns a text attribute; empty if absent. */
  public String text(String attribute) {
    Object value = attributes.get(attribute);
    return value == null ? "" : value.toString();
  }

  public int integer(String attribute) {
    return attributes.get(attribute) instanceof Number number ? number.intValue() : 0;
  }

  public boolean flag(String attribute) {
    return Boolean.TRUE.equals(attributes.get(attribute));
  }

  /** Returns a list of texts; empty if absent. */
  public List<String> texts(String attribute) {
    return attributes.get(attribute) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  /** Returns an object; empty if absent. */
  @SuppressWarnings("unchecked")
  public Map<String, Object> object(String attribute) {
    return attributes.get(attribute) instanceof Map<?, ?> map
        ? (Map<String, Object>) map
        : Map.of();
  }

  /** Returns a list of objects; empty if absent. */
  @SuppressWarnings("unchecked")
  public List<Map<String, Object>> objects(String attribute) {
    return attributes.get(attribute) instanceof List<?> list
        ? list.stream().map(element -> (Map<String, Object>) element).toList()
        : List.of();
  }

  /** Whether the resource has all of these tags. An empty value matches any value. */
  public boolean hasTags(Map<String, String> wanted) {
    return wanted.entrySet().stream()
        .allMatch(
            tag ->
                tags.containsKey(tag.getKey())
                    && (tag.getValue().isEmpty() || tag.getValue().equals(tags.get(tag.getKey()))));
  }
}
