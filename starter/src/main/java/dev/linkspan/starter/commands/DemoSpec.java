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
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/** Specs for the local stack, with the archives from the sandbox's mirror. */
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
    try {
      Files.writeString(file, text(folder, stack, name, vpcPrefix, brokers));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** The spec of a setup with this name and number of brokers; the sandbox has to run. */
  static String text(
      StateFolder folder, StackSettings stack, String name, String vpcPrefix, int brokers) {
    JsonNode files =
        Json.read(get(folder, stack.sandbox().resolve("/_sandbox/mirror"))).path("files");
    return SpecTemplate.demo(
            name,
            vpcPrefix,
            archive(files, "kafka"),
            archive(files, "openjdk"),
            brokers,
            ZONES,
            TIDB_CLUSTER)
        .replace("port: " + StackSettings.DEFAULT.sshPort(), "port: " + stack.sshPort());
  }

  private static String get(StateFolder folder, URI address) {
    try {
      return new LoopbackHttp().text(address, folder.sandboxAuthorization(), ARCHIVES_TIMEOUT);
    } catch (NoSuchFileException e) {
      throw new CommandFailure(
          ExitCode.UNEXPECTED,
          "There is no sandbox in "
              + folder.root()
              + ".\nStart the local stack with `linkspan dev up`.");
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.UNEXPECTED,
          "Cannot list the archives of the sandbox: "
              + e.getMessage()
              + "\nStart the local stack with `linkspan dev up`.");
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
