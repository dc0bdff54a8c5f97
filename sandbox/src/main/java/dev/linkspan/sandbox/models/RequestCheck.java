package dev.linkspan.sandbox.models;

import dev.linkspan.sandbox.json.Json;
import dev.linkspan.sandbox.models.Difference.Kind;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares the parameters of a request with the model of its action. */
public final class RequestCheck {
  private static final Pattern INDEX = Pattern.compile("\\.\\d+(?=\\.|$)");
  private static final Pattern LOWER_CASE_TAG = Pattern.compile("Tag\\[]\\.(key|value)");

  /** Parameters that every action takes, and that the dispatch handles. */
  private static final Set<String> ALWAYS_MODELED = Set.of("RegionId", "ClientToken", "DryRun");

  private final ActionModel model;

  public RequestCheck(ActionModel model) {
    this.model = model;
  }

  /**
   * Returns the differences.
   *
   * @param parameters business parameters by wire name; an empty value counts as absent
   */
  public List<Difference> differences(Map<String, String> parameters) {
    List<Difference> differences = new ArrayList<>();
    Map<String, String> sent = new TreeMap<>();
    parameters.forEach((name, value) -> flatten(name, value, sent, differences));
    sent.forEach((name, value) -> check(name, value, differences));
    addMissing(sent.keySet(), differences);
    return differences;
  }

  /** Returns the first documented limit that a request exceeds. */
  public Optional<Limit> exceeded(Map<String, String> parameters) {
    Map<String, String> sent = new TreeMap<>();
    parameters.forEach((name, value) -> flatten(name, value, sent, new ArrayList<>()));
    return model.limits().stream().filter(limit -> limit.isExceededBy(sent)).findFirst();
  }

  /** Returns the paths of the parameters of a request, such as {@code Tag[].Key}. */
  public Set<String> paths(Map<String, String> parameters) {
    Map<String, String> sent = new TreeMap<>();
    parameters.forEach((name, value) -> flatten(name, value, sent, new ArrayList<>()));
    Set<String> paths = new TreeSet<>();
    sent.keySet().forEach(name -> paths.add(path(name)));
    return paths;
  }

  /** Splits a list or an object that is sent as one JSON text. */
  private void flatten(
      String name, String value, Map<String, String> into, List<Difference> differences) {
    if (value.isEmpty()) {
      return;
    }
    boolean structured =
        model.parameters().keySet().stream()
            .anyMatch(path -> path.startsWith(name + "[]") || path.startsWith(name + "."));
    if (!structured) {
      into.put(name, value);
      return;
    }
    try {
      flatten(name, Json.parse(value), into);
    } catch (UncheckedIOException e) {
      differences.add(new Difference(Kind.TYPE, name, "is not a list or an object"));
    }
  }

  private static void flatten(String name, Object value, Map<String, String> into) {
    if (value instanceof Map<?, ?> fields) {
      fields.forEach((key, field) -> flatten(name + "." + key, field, into));
    } else if (value instanceof List<?> elements) {
      for (int i = 0; i < elements.size(); i++) {
        flatten(name + "." + (i + 1), elements.get(i), into);
      }
    } else if (value != null) {
      into.put(name, value.toString());
    }
  }

  private void check(String name, String value, List<Difference> differences) {
    String path = path(name);
    Optional<FieldModel> known = find(path);
    if (known.isEmpty()) {
      if (!path.equals("RegionId")) {
        differences.add(new Difference(Kind.UNKNOWN, name, "is no parameter of " + model.name()));
      }
      return;
    }
    FieldModel field = known.get();
    if (!hasType(field.type(), value)) {
      differences.add(new Difference(Kind.TYPE, name, "is not of type " + field.type()));
    } else if (field.range().isPresent()
        && !field.range().get().contains(Long.parseLong(value.trim()))) {
      differences.add(
          new Difference(Kind.RANGE, name, value + " is not in " + field.range().get()));
    }
    if (!isModeled(field.path(), value)) {
      differences.add(
          new Difference(
              Kind.NOT_MODELED,
              name,
              "the sandbox does not model this parameter of " + model.name() + " with this value"));
    }
  }

  private Optional<FieldModel> find(String path) {
    FieldModel exact = model.parameters().get(path);
    if (exact != null) {
      return Optional.of(exact);
    }
    return model.parameters().values().stream()
        .filter(field -> field.hasUnknownContent() && path.startsWith(field.path() + "."))
        .findFirst();
  }

  /** ECS also takes the names of a tag's parts in lower case. */
  private static String path(String name) {
    String path = INDEX.matcher(name).replaceAll("[]");
    Matcher tag = LOWER_CASE_TAG.matcher(path);
    return tag.matches() ? "Tag[]." + (tag.group(1).equals("key") ? "Key" : "Value") : path;
  }

  private boolean isModeled(String path, String value) {
    Set<String> values = model.modeled().get(path);
    return ALWAYS_MODELED.contains(path)
        || (values != null
            && (values.isEmpty() || values.stream().anyMatch(value::equalsIgnoreCase)));
  }

  private static boolean hasType(String type, String value) {
    return switch (type) {
      case "integer" -> value.trim().matches("-?\\d{1,18}");
      case "number" -> value.trim().matches("-?\\d{1,18}(\\.\\d+)?");
      case "boolean" -> Set.of("true", "false").contains(value.toLowerCase(Locale.ROOT));
      case "json" -> isJson(value);
      default -> true;
    };
  }

  private static boolean isJson(String value) {
    try {
      Object parsed = Json.parse(value);
      return parsed instanceof List || parsed instanceof Map;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** A required part of a list element or object is missing if the element or object was sent. */
  private void addMissing(Set<String> sent, List<Difference> differences) {
    for (FieldModel field : model.parameters().values()) {
      if (field.required()) {
        missing(field.path(), sent).ifPresent(differences::add);
      }
    }
  }

  private static Optional<Difference> missing(String path, Set<String> sent) {
    int element = path.indexOf("[].");
    Set<String> needed = new TreeSet<>();
    if (element < 0) {
      needed.add(path.replace("[]", ".1"));
    } else {
      String list = path.substring(0, element) + ".";
      for (String name : sent) {
        if (name.startsWith(list)) {
          String index = name.substring(list.length()).replaceAll("\\..*", "");
          needed.add(list + index + path.substring(element + 2));
        }
      }
    }
    return needed.stream()
        .filter(name -> !sent.contains(name) && !sent.contains(lowerCaseEnd(name)))
        .findFirst()
        .map(name -> new Difference(Kind.MISSING, name, "is required"));
  }

  private static String lowerCaseEnd(String name) {
    int dot = name.lastIndexOf('.') + 1;
    return name.substring(0, dot) + name.substring(dot).toLowerCase(Locale.ROOT);
  }
}
