package dev.linkspan.sandbox.state;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something that exists in the cloud. Immutable: a change is a new value, given to {@link
 * Store#put}.
 *
 * @param type e.g. {@code vpc}; a type that starts with {@code _} is the sandbox's own and is not
 *     shown
 * @param account id of the owner
 * @param status as the API shows it, e.g. {@code Available}
 * @param next the change that is under way, if any
 * @param attributes JSON-able values: text, numbers, booleans, lists, maps
 * @param createdAt when it was made
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

  /** A status that the resource will have, and from when on. */
  public record Next(String status, Instant at) {}

  /** The next status of what is going to be removed. */
  public static final String GONE = "GONE";

  public Resource {
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /** A new resource in status {@code Pending}, without tags and attributes. */
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

  /** The same with one attribute set. */
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

  /** A text attribute; empty where absent. */
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

  /** A list of texts; empty where absent. */
  public List<String> texts(String attribute) {
    return attributes.get(attribute) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  /** An object; empty where absent. */
  @SuppressWarnings("unchecked")
  public Map<String, Object> object(String attribute) {
    return attributes.get(attribute) instanceof Map<?, ?> map
        ? (Map<String, Object>) map
        : Map.of();
  }

  /** A list of objects; empty where absent. */
  @SuppressWarnings("unchecked")
  public List<Map<String, Object>> objects(String attribute) {
    return attributes.get(attribute) instanceof List<?> list
        ? list.stream().map(element -> (Map<String, Object>) element).toList()
        : List.of();
  }

  /** Whether every tag given is on it; an empty value matches any value. */
  public boolean hasTags(Map<String, String> wanted) {
    return wanted.entrySet().stream()
        .allMatch(
            tag ->
                tags.containsKey(tag.getKey())
                    && (tag.getValue().isEmpty() || tag.getValue().equals(tags.get(tag.getKey()))));
  }
}
