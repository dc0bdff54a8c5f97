package dev.linkspan.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linkspan.workflows.spec.SpecSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A message that names a field of the spec names one that exists. */
class NamedFieldsTest {
  private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");

  /** The groups of a spec, and what stands after them. */
  private static final Pattern FIELD =
      Pattern.compile(
          "(?<![\\w./-])(kafka|network|tidbCloud|rollout|loadBalancer|verification|approval)"
              + "((?:\\.[a-zA-Z]\\w*)+)");

  /** Classes of Kafka, which begin as the group of the spec does. */
  private static final Set<String> PACKAGES = Set.of(".security", ".server");

  @Test
  void c8EveryFieldThatAMessageNamesExists() throws IOException {
    JsonNode schema = new ObjectMapper().readTree(SpecSchema.text());
    Map<String, String> unknown = new TreeMap<>();
    Set<String> found = new TreeSet<>();
    for (Path source : sources()) {
      for (String field : fields(Files.readString(source))) {
        found.add(field);
        if (groups(schema, field).noneMatch(group -> has(schema, group, rest(field)))) {
          unknown.put(field, source.getFileName().toString());
        }
      }
    }

    assertThat(unknown).isEmpty();
    assertThat(found).contains("kafka.external.name", "kafka.ports.external", "rollout.pause");
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> modules = Files.list(CHECKOUT)) {
      for (Path main : modules.map(module -> module.resolve("src/main/java")).toList()) {
        if (Files.isDirectory(main)) {
          try (Stream<Path> files = Files.walk(main)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
          }
        }
      }
    }
    return sources;
  }

  private static List<String> fields(String source) {
    return TEXT.matcher(source)
        .results()
        .flatMap(text -> FIELD.matcher(text.group(1)).results())
        .filter(field -> PACKAGES.stream().noneMatch(field.group(2)::startsWith))
        .map(field -> field.group())
        .distinct()
        .toList();
  }

  /** A group of either kind of cluster. */
  private static Stream<JsonNode> groups(JsonNode schema, String field) {
    String name = field.substring(0, field.indexOf('.'));
    JsonNode definitions = schema.get("definitions");
    return Stream.of(
            schema.get("properties").get(name),
            ofKind(definitions, "new", name),
            ofKind(definitions, "existing", name))
        .filter(group -> !group.isMissingNode());
  }

  private static JsonNode ofKind(JsonNode definitions, String kind, String name) {
    return definitions.path(
        kind + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
  }

  private static List<String> rest(String field) {
    return List.of(field.substring(field.indexOf('.') + 1).split("\\.", -1));
  }

  private static boolean has(JsonNode schema, JsonNode group, List<String> names) {
    JsonNode at = resolved(schema, group);
    for (String name : names) {
      if (at.path("additionalProperties").isObject()) {
        return true;
      }
      at = resolved(schema, at.path("properties").path(name));
      if (at.isMissingNode()) {
        return false;
      }
    }
    return true;
  }

  private static JsonNode resolved(JsonNode schema, JsonNode node) {
    return node.has("$ref") ? schema.at(node.get("$ref").asText().substring(1)) : node;
  }
}
