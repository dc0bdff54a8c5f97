package dev.linkspan.starter.commands;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.console.Json;
import dev.linkspan.starter.stack.LoopbackHttp;
import dev.linkspan.starter.stack.StackSettings;
import dev.linkspan.starter.stack.StateFolder;
import dev.linkspan.workflows.spec.Spec.Archive;
import dev.linkspan.workflows.spec.SpecTemplate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/** The spec of the demo, with the archives from the sandbox's mirror. */
final class DemoSpec {
  private static final Duration ARCHIVES_TIMEOUT = Duration.ofMinutes(5);
  private static final List<String> ZONES =
      List.of("ap-southeast-1a", "ap-southeast-1b", "ap-southeast-1c");
  private static final String TIDB_CLUSTER = "10001";

  private DemoSpec() {}

  /** Writes the spec of a setup with this name and number of brokers to the state folder. */
  static void write(
      StateFolder folder, StackSettings stack, String name, String vpcPrefix, int brokers) {
    Path file = folder.demoSpec();
    JsonNode files =
        Json.read(get(folder, stack.sandbox().resolve("/_sandbox/mirror"))).path("files");
    String spec =
        SpecTemplate.demo(
                name,
                vpcPrefix,
                archive(files, "kafka"),
                archive(files, "openjdk"),
                brokers,
                ZONES,
                TIDB_CLUSTER)
            .replace("port: " + StackSettings.DEFAULT.sshPort(), "port: " + stack.sshPort());
    try {
      Files.writeString(file, spec);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private static String get(StateFolder folder, URI address) {
    try {
      return new LoopbackHttp().text(address, folder.sandboxAuthorization(), ARCHIVES_TIMEOUT);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.UNEXPECTED, "Cannot list the archives of the sandbox: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.DETACHED, "Interrupted.");
    }
  }

  static Archive archive(JsonNode files, String prefix) {
    return StreamSupport.stream(files.spliterator(), false)
        .filter(f -> f.path("name").asText().startsWith(prefix))
        .findFirst()
        .map(
            f ->
                new Archive(
                    f.path("version").asText(), f.path("url").asText(), f.path("sha512").asText()))
        .orElseThrow(
            () ->
                new CommandFailure(
                    ExitCode.UNEXPECTED,
                    "The mirror of the sandbox has no archive " + prefix + "*."));
  }
}
