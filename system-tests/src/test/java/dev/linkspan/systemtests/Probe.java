package dev.linkspan.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs the probe locally: every machine of a sandbox is this computer. */
final class Probe {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Probe() {}

  /**
   * The answer to a command about the cluster with these bootstrap addresses, {@code host:port}.
   */
  static JsonNode ask(String command, List<String> bootstrap) {
    return ask(command, Map.of("bootstrap", bootstrap));
  }

  /** The answer to a command with these fields, which {@code probe-protocol} describes. */
  static JsonNode ask(String command, Map<String, ?> request) {
    try {
      Process process = start(command, request);
      String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String last = answer.strip().substring(answer.strip().lastIndexOf('\n') + 1);
      JsonNode result = JSON.readTree(last).path("result");
      if (result.isMissingNode()) {
        throw new AssertionError(answer);
      }
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same for a command that runs on; it writes its answer to standard output at its end. */
  static Process start(String command, Map<String, ?> request) {
    try {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx64m",
                  "-jar",
                  jar().toString(),
                  command)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (var in = process.getOutputStream()) {
        in.write(JSON.writeValueAsBytes(request));
      }
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path jar() throws IOException {
    try (Stream<Path> files = Files.list(LocalStack.checkout().resolve("probe/target"))) {
      return files.filter(file -> file.toString().endsWith("-all.jar")).findFirst().orElseThrow();
    }
  }
}
