package dev.linkspan.sandbox.models;

import dev.linkspan.sandbox.models.Difference.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Compares a JSON object with the fields that a model has. */
public final class BodyCheck {
  private final Map<String, FieldModel> fields;

  /**
   * @param fields by path
   */
  public BodyCheck(Map<String, FieldModel> fields) {
    this.fields = fields;
  }

  /**
   * Returns the fields that the model does not have, and those with values of another type. A field
   * that is null counts as absent.
   */
  public List<Difference> differences(Map<String, ?> body) {
    List<Difference> differences = new ArrayList<>();
    compare("", body, differences, new TreeSet<>());
    return differences;
  }

  /** Returns the paths of the values in a body, such as {@code Vpcs.Vpc[].VpcId}. */
  public Set<String> paths(Map<String, ?> body) {
    Set<String> paths = new TreeSet<>();
    compare("", body, new ArrayList<>(), paths);
    return paths;
  }

  private void compare(String path, Object value, List<Difference> differences, Set<String> paths) {
    if (value instanceof Map<?, ?> object && !hasUnknownContent(path)) {
      String prefix = path.isEmpty() ? "" : path + ".";
      if (!object.isEmpty()) {
        requireBelow(path, prefix, differences);
      }
      object.forEach(
          (key, field) -> {
            if (field != null) {
              compare(prefix + key, field, differences, paths);
            }
          });
    } else if (value instanceof List<?> elements) {
      requireBelow(path, path + "[]", differences);
      elements.forEach(element -> compare(path + "[]", element, differences, paths));
    } else {
      paths.add(path);
      compareValue(path, value, differences);
    }
  }

  private void compareValue(String path, Object value, List<Difference> differences) {
    FieldModel field = fields.get(path);
    if (field == null) {
      differences.add(new Difference(Kind.UNKNOWN, path, "is not in the model"));
    } else if (!hasType(field.type(), value)) {
      differences.add(new Difference(Kind.TYPE, path, "is not of type " + field.type()));
    } else if (!field.values().isEmpty() && !field.values().contains(value.toString())) {
      differences.add(
          new Difference(Kind.VALUE, path, value + " is none of " + new TreeSet<>(field.values())));
    }
  }

  private boolean hasUnknownContent(String path) {
    FieldModel field = fields.get(path);
    return field != null && field.hasUnknownContent();
  }

  private void requireBelow(String path, String prefix, List<Difference> differences) {
    if (fields.keySet().stream().noneMatch(known -> known.startsWith(prefix))) {
      differences.add(new Difference(Kind.UNKNOWN, path, "is not a list or object of the model"));
    }
  }

  private static boolean hasType(String type, Object value) {
    return switch (type) {
      case "integer" -> value instanceof Integer || value instanceof Long;
      case "number" -> value instanceof Number;
      case "boolean" -> value instanceof Boolean;
      case "string", "json" -> value instanceof String;
      default -> value instanceof Map;
    };
  }
}
