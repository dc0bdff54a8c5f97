package dev.linkspan.starter.stack;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the jars of the programs are: in {@code lib} of a release, or where a build leaves them in
 * a checkout.
 *
 * @param home the folder of the release or of the checkout
 */
record Installation(Path home) {
  private static final List<String> KAFKA_VERSIONS =
      List.of("kafka-distribution", "kafka-4-distribution");

  /**
   * All jars of the worker or of the sandbox, its own first.
   *
   * @throws CommandFailure if there are none
   */
  List<Path> jars(String program) {
    Path released = home.resolve("lib").resolve(program);
    boolean isRelease = Files.isDirectory(released);
    Path built = home.resolve(program).resolve("target");
    List<Path> own =
        in(program, isRelease ? released : built).filter(f -> isOwn(program, f)).toList();
    if (own.isEmpty()) {
      throw missing(program);
    }
    List<Path> jars = new ArrayList<>(own.subList(0, 1));
    in(program, isRelease ? released : built.resolve("lib"))
        .filter(f -> f.toString().endsWith(".jar") && !jars.contains(f))
        .forEach(jars::add);
    return jars;
  }

  /** Spring Boot renames the jar of the worker's own classes when it packs them with all others. */
  private boolean isOwn(String program, Path file) {
    boolean repackaged = program.equals("worker") && !Files.isDirectory(home.resolve("lib"));
    return file.getFileName()
        .toString()
        .matches(program + "-[0-9].*\\.jar" + (repackaged ? "\\.original" : ""));
  }

  /**
   * The folders of Kafka's jars, the version of the demo first. The launcher does not build the
   * other one, which is large.
   */
  List<Path> kafkaLibraries() {
    List<Path> folders = new ArrayList<>();
    for (String version : KAFKA_VERSIONS) {
      Path released = home.resolve("lib").resolve(version);
      Path built = home.resolve("sandbox").resolve(version).resolve("target/libs");
      Stream.of(released, built).filter(Files::isDirectory).findFirst().ifPresent(folders::add);
    }
    if (folders.isEmpty()) {
      throw missing(KAFKA_VERSIONS.get(0));
    }
    return folders;
  }

  private Stream<Path> in(String program, Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList().stream();
    } catch (IOException e) {
      throw missing(program);
    }
  }

  private CommandFailure missing(String program) {
    return new CommandFailure(
        ExitCode.UNEXPECTED,
        "Cannot find the jars of "
            + program
            + " in "
            + home
            + ". Build them with `mvn -Dquick package`, or unpack the release again.");
  }
}
