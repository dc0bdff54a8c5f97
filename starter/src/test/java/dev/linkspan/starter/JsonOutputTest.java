package dev.linkspan.starter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linkspan.starter.console.Json;
import dev.linkspan.starter.console.JsonDocument.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** JSON of all commands has one shape, errors included. */
class JsonOutputTest {
  private static final JsonNode SCHEMA = schema();

  @RegisterExtension static final SetupCommands COMMANDS = new SetupCommands();

  private static JsonNode schema() {
    try {
      return Json.read(Files.readString(Path.of("../docs/schemas/linkspan-v1.schema.json")));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Checks the shape, and the required fields that the schema names for this kind. */
  private static JsonNode document(String text, Kind kind) {
    assertThat(text.strip().lines().filter(line -> line.equals("}") || line.endsWith("}}")))
        .as("one document: %s", text)
        .hasSize(1);
    JsonNode document = Json.read(text);
    assertThat(document.path("apiVersion").asText()).isEqualTo("linkspan.dev/v1");
    assertThat(document.path("kind").asText()).isEqualTo(kind.text());
    JsonNode schema = SCHEMA.path("$defs").path(kind.text());
    JsonNode data = document.path("data");
    assertThat(data.isMissingNode()).isFalse();
    for (JsonNode item : data.isArray() ? data : List.of(data)) {
      JsonNode required = (data.isArray() ? schema.path("items") : schema).path("required");
      required.forEach(field -> assertThat(item.has(field.asText())).as(field.asText()).isTrue());
    }
    return data;
  }

  @Test
  void theSchemaNamesEveryKind() {
    List<String> named = new ArrayList<>();
    SCHEMA.path("properties").path("kind").path("enum").forEach(kind -> named.add(kind.asText()));

    assertThat(named)
        .containsExactlyInAnyOrderElementsOf(Arrays.stream(Kind.values()).map(Kind::text).toList());
  }

  @Test
  void resultsHaveTheShapeOfTheirKind() throws IOException {
    String file = COMMANDS.built("repairs");

    document(COMMANDS.run("plan", "-f", file, "-o", "json").out(), Kind.PLAN);
    JsonNode setup = document(COMMANDS.run("status", "repairs", "-o", "json").out(), Kind.SETUP);
    assertThat(setup.path("status").path("phase").asText()).isEqualTo("BROKEN");
    document(COMMANDS.run("events", "repairs", "-o", "json").out(), Kind.EVENT_LIST);
    document(COMMANDS.run("verify", "repairs", "-o", "json").out(), Kind.REPORT);
    document(COMMANDS.run("repair", "repairs", "--plan", "-o", "json").out(), Kind.REPAIR_PLAN);
    document(COMMANDS.run("update", "-f", file, "--plan", "-o", "json").out(), Kind.PLAN_CHANGE);
    document(COMMANDS.run("doctor", "-o", "json").out(), Kind.DIAGNOSIS);
  }

  @Test
  void aCommandThatHasNothingToChangePrintsADocumentToo() throws IOException {
    String file = COMMANDS.built("as-planned");

    Ran update = COMMANDS.run("update", "-f", file, "-o", "json");
    assertThat(document(update.out(), Kind.PLAN_CHANGE).path("changes")).isEmpty();
    Ran repair = COMMANDS.run("repair", "as-planned", "-o", "json");
    assertThat(document(repair.out(), Kind.REPAIR_PLAN).path("changes")).isEmpty();
  }

  @Test
  void anUpdateThatIsNotPossibleIsOneErrorWithWhatIsRefused() throws IOException {
    Path file = Path.of(COMMANDS.built("refused"));
    Files.writeString(file, Files.readString(file).replace("heap:", "serviceUser: other\n  heap:"));

    Ran update = COMMANDS.run("update", "-f", file.toString(), "--plan", "-o", "json");

    assertThat(update.code()).isEqualTo(2);
    JsonNode refusal = document(update.out(), Kind.ERROR).path("problems").path(0);
    assertThat(refusal.path("what").asText()).isEqualTo("network, kafka");
    assertThat(refusal.path("reason").asText()).isNotBlank();
  }

  @Test
  void errorsAreDocumentsWithTheNameOfTheExitCode() throws IOException {
    JsonNode missing = document(COMMANDS.run("status", "nobody", "-o", "json").out(), Kind.ERROR);
    assertThat(missing.path("exitCode").asInt()).isEqualTo(6);
    assertThat(missing.path("reason").asText()).isEqualTo("NOT_FOUND");

    JsonNode usage = document(COMMANDS.run("status", "--output=json").out(), Kind.ERROR);
    assertThat(usage.path("reason").asText()).isEqualTo("USAGE");

    assertThat(COMMANDS.run("status", "nobody").out()).as("text goes to standard error").isEmpty();
  }

  @Test
  void theProblemsOfASpecHaveTheirLines() throws IOException {
    Path file = COMMANDS.folder().resolve("wrong.yaml");
    Files.writeString(file, Files.readString(Path.of(COMMANDS.spec("wrong", 3))) + "nonsense: 1\n");

    Ran plan = COMMANDS.run("plan", "-f", file.toString(), "-o", "json");

    assertThat(plan.code()).isEqualTo(2);
    JsonNode problem = document(plan.out(), Kind.ERROR).path("problems").path(0);
    assertThat(problem.path("line").asInt()).isPositive();
    assertThat(problem.path("path").asText()).contains("nonsense");
    assertThat(problem.path("remedy").asText()).isNotBlank();
  }

  @Test
  void aStreamIsADocumentALineAndEndsWithTheSetup() throws IOException {
    Ran up = COMMANDS.run("up", "--yes", "-f", COMMANDS.spec("streamed", 3), "-o", "jsonl");

    assertThat(up.code()).as(up.err()).isEqualTo(3);
    List<String> lines = up.out().lines().toList();
    assertThat(lines).hasSizeGreaterThan(2);
    document(lines.get(0), Kind.PROGRESS);
    assertThat(lines.get(1)).contains("\"name\":\"VPC\"");
    document(lines.get(lines.size() - 1), Kind.SETUP);
  }
}
