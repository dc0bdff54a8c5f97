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
 * One group of fields of the document. Reading a field reports what is wrong with it; {@link
 * #close} reports the fields nobody asked for.
 */
final class Fields {
  private final Findings findings;
  private final String path;
  private final int line;
  private final Map<String, Field> written = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();

  private Fields(Findings findings, String path, int line) {
    this.findings = findings;
    this.path = path;
    this.line = line;
  }

  static Fields of(Findings findings, String path, int line, MappingNode node) {
    Fields fields = new Fields(findings, path, line);
    for (NodeTuple tuple : node.getValue()) {
      fields.add(tuple);
    }
    return fields;
  }

  private void add(NodeTuple tuple) {
    int at = YamlDocument.line(tuple.getKeyNode());
    if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
      findings.add(at, path, "has a field whose name is not text", "Use plain names for fields.");
      return;
    }
    Field earlier = written.get(key.getValue());
    if (earlier != null) {
      findings.add(
          at,
          at(key.getValue()),
          "is written twice, first on line " + earlier.line(),
          "Keep one of the two.");
      return;
    }
    written.put(key.getValue(), new Field(at, tuple.getValueNode()));
  }

  /** Whether a field is there, sound or not. */
  boolean has(String name) {
    return value(name).isPresent();
  }

  /** Fields that cannot be judged here, whatever they hold. */
  void ignore(String... names) {
    known.addAll(List.of(names));
  }

  /** A field that has to be there. */
  <T> Located<T> required(String name, Format<T> format, String whatToWrite) {
    Optional<Node> node = value(name);
    if (node.isEmpty()) {
      boolean there = written.containsKey(name);
      findings.add(
          line(name),
          at(name),
          there ? "has no value" : "is missing",
          "Write " + whatToWrite + ".");
    }
    return located(name, node.flatMap(n -> read(name, n, format)));
  }

  /** A field that may be left out, or left without a value. */
  <T> Located<T> optional(String name, Format<T> format) {
    return located(name, value(name).flatMap(n -> read(name, n, format)));
  }

  private <T> Located<T> located(String name, Optional<T> value) {
    return new Located<>(value, at(name), line(name));
  }

  private <T> Optional<T> read(String name, Node node, Format<T> format) {
    if (!(node instanceof ScalarNode scalar)) {
      wrongType(name, node, "a single value");
      return Optional.empty();
    }
    try {
      return Optional.of(format.read(scalar.getValue().strip()));
    } catch (Refusal e) {
      findings.add(line(name), at(name), e.problem(), e.remedy());
      return Optional.empty();
    }
  }

  /** A group of fields that has to be there; what it would hold is read as missing otherwise. */
  Fields section(String name) {
    Optional<Fields> section = optionalSection(name);
    if (section.isEmpty() && value(name).isEmpty()) {
      findings.add(
          line(name), at(name), "is missing", "Write the group; `linkspan init` shows an example.");
    }
    return section.orElseGet(() -> nothing(name));
  }

  /** A group of fields that may be left out. */
  Optional<Fields> optionalSection(String name) {
    Optional<Node> node = value(name);
    if (node.isPresent() && !(node.get() instanceof MappingNode)) {
      wrongType(name, node.get(), "a group of fields");
    }
    return node.filter(MappingNode.class::isInstance)
        .map(n -> of(findings, at(name), line(name), (MappingNode) n));
  }

  /** A list of groups of fields, at least one. */
  List<Fields> entries(String name, String whatToWrite) {
    Optional<Node> node = value(name);
    if (node.isPresent() && !(node.get() instanceof SequenceNode)) {
      wrongType(name, node.get(), "a list");
      return List.of();
    }
    List<Node> items = node.map(n -> ((SequenceNode) n).getValue()).orElse(List.of());
    if (items.isEmpty()) {
      findings.add(
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
        entries.add(of(findings, entryPath, at, mapping));
      } else {
        findings.add(
            at,
            entryPath,
            "is " + kind(item) + ", not a group of fields",
            "Write " + whatToWrite + ".");
      }
    }
    return entries;
  }

  /** Reports what was written but is not known here. */
  void close() {
    written.forEach(
        (name, field) -> {
          if (!known.contains(name)) {
            findings.add(
                field.line(), at(name), "is not a known field", Nearest.advice(name, known));
          }
        });
  }

  void report(String name, String problem, String remedy) {
    findings.add(line(name), at(name), problem, remedy);
  }

  Findings findings() {
    return findings;
  }

  String path() {
    return path;
  }

  int line() {
    return line;
  }

  /** The line of a field, or of the group when the field is not there. */
  private int line(String name) {
    Field field = written.get(name);
    return field == null ? line : field.line();
  }

  private String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** Nothing can be reported about fields of a group that is not there. */
  private Fields nothing(String name) {
    return new Fields(new Findings(), at(name), line(name));
  }

  private Optional<Node> value(String name) {
    known.add(name);
    return Optional.ofNullable(written.get(name)).map(Field::value).filter(n -> !empty(n));
  }

  private static boolean empty(Node node) {
    return node instanceof ScalarNode scalar
        && (scalar.getTag().equals(Tag.NULL) || scalar.getValue().isBlank());
  }

  private void wrongType(String name, Node node, String wanted) {
    findings.add(
        line(name),
        at(name),
        "is " + kind(node) + ", not " + wanted,
        "Write " + wanted + " here; `linkspan init` shows an example.");
  }

  private static String kind(Node node) {
    return switch (node.getNodeType()) {
      case MAPPING -> "a group of fields";
      case SEQUENCE -> "a list";
      default -> "a single value";
    };
  }

  private record Field(int line, Node value) {}
}
