package dev.linkspan.workflows.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One group of fields in the document. Reading a field reports its problems; {@link #close} reports
 * the fields that nobody has read, which are unknown.
 */
final class Fields {
  /** Formats have limits of their own; this one keeps every format from very long texts. */
  private static final int LONGEST_VALUE = 10_000;

  private final SpecProblems problems;
  private final String path;
  private final int line;
  private final Map<String, Field> written = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();

  private Fields(SpecProblems problems, String path, int line) {
    this.problems = problems;
    this.path = path;
    this.line = line;
  }

  static Fields of(SpecProblems problems, String path, int line, MappingNode node) {
    Fields fields = new Fields(problems, path, line);
    for (NodeTuple tuple : node.getValue()) {
      fields.add(tuple);
    }
    return fields;
  }

  private void add(NodeTuple tuple) {
    int at = YamlDocument.line(tuple.getKeyNode());
    if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
      problems.add(at, path, "has a field whose name is not text", "Use plain names for fields.");
      return;
    }
    Field earlier = written.get(key.getValue());
    if (earlier != null) {
      problems.add(
          at,
          at(key.getValue()),
          "is written twice, first on line " + earlier.line(),
          "Keep one of the two.");
      return;
    }
    written.put(key.getValue(), new Field(at, tuple.getValueNode()));
  }

  /** The names of all fields, in the order of the document. */
  List<String> names() {
    return List.copyOf(written.keySet());
  }

  /** Whether the field has a value, valid or not. */
  boolean has(String name) {
    return value(name).isPresent();
  }

  /** Whether the value is written without quotes, so that its type depends on who reads it. */
  boolean isPlain(String name) {
    return value(name)
        .filter(node -> node instanceof ScalarNode scalar && scalar.isPlain())
        .isPresent();
  }

  /** Accepts these fields without reading them. */
  void ignore(String... names) {
    known.addAll(List.of(names));
  }

  /** Reads a field that is required. */
  <T> FieldValue<T> required(String name, Format<T> format, String whatToWrite) {
    Optional<Node> node = value(name);
    if (node.isEmpty()) {
      boolean there = written.containsKey(name);
      problems.add(
          line(name),
          at(name),
          there ? "has no value" : "is missing",
          "Write " + whatToWrite + ".");
    }
    return located(name, node.flatMap(n -> read(name, n, format)));
  }

  /** Reads a field that may be missing or have no value. */
  <T> FieldValue<T> optional(String name, Format<T> format) {
    Field field = written.get(name);
    if (field != null && isEmptyText(field.value())) {
      report(name, "has no value", "Write a value, or leave the field out.");
    }
    return located(name, value(name).flatMap(n -> read(name, n, format)));
  }

  private <T> FieldValue<T> located(String name, Optional<T> value) {
    return new FieldValue<>(value, at(name), line(name));
  }

  private <T> Optional<T> read(String name, Node node, Format<T> format) {
    if (!(node instanceof ScalarNode scalar)) {
      wrongType(name, node, "a single value");
      return Optional.empty();
    }
    String text = scalar.getValue().strip();
    if (text.length() > LONGEST_VALUE) {
      report(name, "has " + text.length() + " characters", "Check it: no value is that long.");
      return Optional.empty();
    }
    try {
      return Optional.of(format.read(text));
    } catch (InvalidValueException e) {
      report(name, e.problem() + unusual(text), e.remedy());
      return Optional.empty();
    }
  }

  /** Returns a required group; if it is missing, an empty one that reports nothing. */
  Fields section(String name) {
    Optional<Fields> section = optionalSection(name);
    if (section.isEmpty() && value(name).isEmpty()) {
      problems.add(
          line(name), at(name), "is missing", "Write the group; `linkspan init` shows an example.");
    }
    return section.orElseGet(() -> nothing(name));
  }

  /** Returns a group that may be missing. */
  Optional<Fields> optionalSection(String name) {
    Optional<Node> node = value(name);
    if (node.isPresent() && !(node.get() instanceof MappingNode)) {
      wrongType(name, node.get(), "a group of fields");
    }
    return node.filter(MappingNode.class::isInstance)
        .map(n -> of(problems, at(name), line(name), (MappingNode) n));
  }

  /** Returns the groups of a list that needs at least one. */
  List<Fields> entries(String name, String whatToWrite) {
    Optional<Node> node = value(name);
    if (node.isPresent() && !(node.get() instanceof SequenceNode)) {
      wrongType(name, node.get(), "a list");
      return List.of();
    }
    List<Node> items = node.map(n -> ((SequenceNode) n).getValue()).orElse(List.of());
    if (items.isEmpty()) {
      problems.add(
          line(name),
          at(name),
          written.containsKey(name) ? "is empty" : "is missing",
          "Write " + whatToWrite + ".");
    }
    List<Fields> entries = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      String entryPath = at(name) + "[" + i + "]";
      Node item = items.get(i);
      int at = YamlDocument.line(item);
      if (item instanceof MappingNode mapping) {
        entries.add(of(problems, entryPath, at, mapping));
      } else {
        problems.add(
            at,
            entryPath,
            "is " + kind(item) + ", not a group of fields",
            "Write " + whatToWrite + ".");
      }
    }
    return entries;
  }

  /** Reports the fields that are unknown here. */
  void close() {
    written.forEach(
        (name, field) -> {
          if (!known.contains(name)) {
            problems.add(
                field.line(),
                at(name),
                "is not a known field" + unusual(name),
                NearestName.advice(name, known));
          }
        });
  }

  void report(String name, String problem, String remedy) {
    problems.add(line(name), at(name), problem, remedy);
  }

  SpecProblems problems() {
    return problems;
  }

  String path() {
    return path;
  }

  int line() {
    return line;
  }

  /** The line of the field, or of the group if it lacks the field. */
  private int line(String name) {
    Field field = written.get(name);
    return field == null ? line : field.line();
  }

  private String at(String name) {
    return path.isEmpty() ? Quoted.name(name) : path + "." + Quoted.name(name);
  }

  /** The fields of a missing group report nothing. */
  private Fields nothing(String name) {
    return new Fields(new SpecProblems(), at(name), line(name));
  }

  private Optional<Node> value(String name) {
    known.add(name);
    return Optional.ofNullable(written.get(name)).map(Field::value).filter(n -> !empty(n));
  }

  private static boolean empty(Node node) {
    return node instanceof ScalarNode scalar
        && (scalar.getTag().equals(Tag.NULL) || scalar.getValue().isBlank());
  }

  /** An empty text in quotes was written on purpose, or by a template without a value. */
  private static boolean isEmptyText(Node node) {
    return node instanceof ScalarNode scalar && !scalar.isPlain() && scalar.getValue().isBlank();
  }

  private void wrongType(String name, Node node, String wanted) {
    if (isPlaceholder(node)) {
      problems.add(
          line(name),
          at(name),
          "is a placeholder of a template, {{ ... }}",
          "Write the value, or let the template's program fill it in first.");
      return;
    }
    problems.add(
        line(name),
        at(name),
        "is " + kind(node) + ", not " + wanted,
        "Write " + wanted + " here; `linkspan init` shows an example.");
  }

  /** What {@code {{ ... }}} is in YAML: a group whose key is a group. */
  private static boolean isPlaceholder(Node node) {
    return node instanceof MappingNode group
        && group.getValue().stream().anyMatch(t -> t.getKeyNode() instanceof MappingNode);
  }

  private static String kind(Node node) {
    return switch (node.getNodeType()) {
      case MAPPING -> "a group of fields";
      case SEQUENCE -> "a list";
      default -> "a single value";
    };
  }

  /** Names a character that people take for another one, or do not see. */
  private static String unusual(String text) {
    return Quoted.unusualCharacter(text).map(which -> "; " + which).orElse("");
  }

  private record Field(int line, Node value) {}
}
