package dev.linkspan.starter.commands;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.console.Json;
import dev.linkspan.starter.stack.LoopbackHttp;
import dev.linkspan.starter.stack.StackSettings;
import dev.linkspan.starter.stack.StateFolder;
import dev.linkspan.workflows.spec.Spec.Archive;
import dev.linkspan.workflows.spec.SpecReader;
import dev.linkspan.workflows.spec.SpecReading;
import dev.linkspan.workflows.spec.SpecTemplate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Specs for the local stack, with the archives from the sandbox's mirror. */
final class DemoSpec {
  private static final Duration ARCHIVES_TIMEOUT = Duration.ofMinutes(5);
  private static final List<String> ZONES =
      List.of("ap-southeast-1a", "ap-southeast-1b", "ap-southeast-1c");
  private static final String TIDB_CLUSTER = "10001";
  private static final int MOST_BROKERS = 49;

  /** These stand in for what only the sandbox knows. */
  private static final Archive KAFKA =
      new Archive("3.7.1", "http://127.0.0.1/kafka_2.13-3.7.1.tgz", "0".repeat(128));

  private static final Archive JAVA =
      new Archive("17.0.15", "http://127.0.0.1/openjdk-17.0.15.tar.gz", "0".repeat(128));

  private DemoSpec() {}

  /**
   * Why there is no demo with these options, which is known before the stack starts.
   *
   * @param vpcPrefix first two parts of the VPC's addresses
   */
  static Optional<String> problem(String name, String vpcPrefix, int brokers) {
    if (brokers < 1 || brokers > MOST_BROKERS) {
      return Optional.of("--brokers is not a number from 1 to " + MOST_BROKERS + ".");
    }
    if (!vpcPrefix.matches("127\\.(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])")) {
      return Optional.of(
          "--vpc-prefix is not the start of loopback addresses. Write 127. and a number, for"
              + " example 127.10.");
    }
    String spec = SpecTemplate.demo(name, vpcPrefix, KAFKA, JAVA, brokers, ZONES, TIDB_CLUSTER);
    return SpecReader.read(spec) instanceof SpecReading.Refused refused
        ? refused.problems().stream()
            .findFirst()
            .map(problem -> "--name: " + problem.problem() + ". " + problem.remedy())
        : Optional.empty();
  }

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
