package dev.linkspan.starter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linkspan.starter.console.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code up} on a pseudo-terminal, as a person sees and uses it. */
class TerminalTest {
  private static final String ASKED = "press Enter.";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"56,200", "80,56", "200,80"})
  void theTreeIsDrawnOnceWhateverTheWidthAndAnswersCount(int columns, int then) throws Exception {
    JsonNode ran =
        onTerminal(
            columns,
            "[[\"%s\", {\"type\": \"\\n\\n\"}], [null, {\"resize\": %d}], [null, {\"type\": \"perhaps\\n\"}],"
                    .formatted(ASKED, then)
                + "[\"Type y to approve, n to reject.\", {\"type\": \"y\\n\"}]]");

    List<String> screen = lines(ran);
    assertThat(ran.path("left")).as(String.join("\n", screen)).isEmpty();
    assertThat(ran.path("code").asInt()).as(String.join("\n", screen)).isZero();
    assertThat(screen).filteredOn(line -> line.contains("Private link typed")).hasSize(1);
    assertThat(screen).filteredOn(line -> line.contains("✓ VPC")).hasSize(1);
    assertThat(screen).filteredOn(line -> line.startsWith("AWAITING_APPROVAL")).isEmpty();
    assertThat(screen).filteredOn(line -> line.equals("> y")).hasSize(1);
    assertThat(ran.path("echo").asBoolean()).as("typing is shown again").isTrue();
    assertThat(screen).anyMatch(line -> line.contains("recorded: true by"));
    assertThat(screen).anyMatch(line -> line.contains("3 of 3 checks passed"));
  }

  @Test
  void controlCOnlyDetaches() throws Exception {
    JsonNode ran = onTerminal(80, "[[\"%s\", {\"type\": \"\\u0003\"}]]".formatted(ASKED));

    assertThat(ran.path("code").asInt()).isEqualTo(130);
    assertThat(ran.path("echo").asBoolean()).as("typing is shown again").isTrue();
    assertThat(lines(ran))
        .anyMatch(line -> line.contains("Stopped following; the setup continues"));
  }

  private static List<String> lines(JsonNode ran) {
    List<String> lines = new ArrayList<>();
    ran.path("screen").forEach(line -> lines.add(line.asText()));
    return lines;
  }

  private JsonNode onTerminal(int columns, String script) throws Exception {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    ProcessBuilder builder =
        new ProcessBuilder(
            "python3",
            Path.of("src/test/resources/terminal.py").toAbsolutePath().toString(),
            String.valueOf(columns),
            script,
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classPath,
            TerminalProgram.class.getName(),
            "typed",
            folder.toString());
    builder.environment().put("TERM", "xterm");
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().put("NO_COLOR", "1");
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return Json.read(text);
  }
}
