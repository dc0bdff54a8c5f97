package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The release archive, unpacked as its user does.
 *
 * @param folder where it is unpacked
 */
record UnpackedRelease(Path folder) {
  private static final Path BUILT = LocalStack.checkout().resolve("release/target");

  /** Compares the archive with its checksum, and unpacks it. */
  static UnpackedRelease in(Path folder) throws IOException {
    run(BUILT, "sha256sum", "--check", "--status", only("linkspan-*.tar.gz.sha256").toString());
    run(folder, "tar", "-xzf", only("linkspan-*.tar.gz").toString());
    try (Stream<Path> unpacked = Files.list(folder)) {
      return new UnpackedRelease(unpacked.findFirst().orElseThrow());
    }
  }

  private static Path only(String pattern) throws IOException {
    try (var files = Files.newDirectoryStream(BUILT, pattern)) {
      return files.iterator().next();
    }
  }

  private static void run(Path folder, String... command) throws IOException {
    Process process = new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    assertThat(process.exitValue()).as(String.join(" ", command)).isZero();
  }

  /** A machine on which neither Maven nor Go works. */
  Map<String, String> withoutBuildTools(Path tools) throws IOException {
    Files.createDirectories(tools);
    for (String tool : List.of("mvn", "go")) {
      Files.writeString(
          Files.createFile(
              tools.resolve(tool),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"))),
          "#!/bin/sh\necho " + tool + " is not there >&2\nexit 127\n");
    }
    return Map.of("PATH", tools + ":" + System.getenv("PATH"));
  }
}
