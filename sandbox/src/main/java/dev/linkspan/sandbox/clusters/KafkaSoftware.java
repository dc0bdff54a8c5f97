package dev.linkspan.sandbox.clusters;

import dev.linkspan.sandbox.machines.Consoles;
import dev.linkspan.sandbox.mirror.Mirror;
import dev.linkspan.sandbox.mirror.MirrorFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Installs Kafka and Java from the mirror's archives. They are unpacked once. JAR files and Java
 * are hard links in each home, which is fast and needs no space; files that a person might edit are
 * copies.
 */
final class KafkaSoftware {
  private final Mirror mirror;
  private final Path folder;

  /**
   * @param folder folder for unpacked archives, on the same disk as the machines
   */
  KafkaSoftware(Mirror mirror, Path folder) {
    this.mirror = mirror;
    this.folder = folder;
  }

  /** The software folders in the home of a machine. */
  record Installed(Path kafka, Path java) {}

  /**
   * Returns where the software goes in this home.
   *
   * @param version version of Kafka; empty for that of the mirror's first archive
   */
  Installed in(Path home, String version) throws IOException, InterruptedException {
    return new Installed(
        home.resolve(unpacked("kafka_", version).getFileName()),
        home.resolve(unpacked("openjdk-", "").getFileName()));
  }

  Installed install(Consoles consoles, String instanceId, String version)
      throws IOException, InterruptedException {
    Path home = consoles.home(instanceId);
    Installed installed = in(home, version);
    Path kafka = unpacked("kafka_", version);
    consoles.run(
        instanceId,
        "mkdir %1$s && cp -a %2$s/bin %2$s/config %1$s/ && cp -al %2$s/libs %1$s/ && cp -al %3$s %4$s"
            .formatted(installed.kafka(), kafka, unpacked("openjdk-", ""), installed.java()));
    return installed;
  }

  /**
   * Returns the top folder of the first archive whose name starts with the prefix, of this version
   * unless it is empty. Unpacks the archive if necessary.
   */
  private synchronized Path unpacked(String prefix, String version)
      throws IOException, InterruptedException {
    String name =
        mirror.files().stream()
            .filter(file -> file.name().startsWith(prefix))
            .filter(file -> version.isEmpty() || file.version().equals(version))
            .map(MirrorFile::name)
            .findFirst()
            .orElseThrow(() -> new IOException("the mirror has no " + prefix + "* " + version));
    Path archive = mirror.file(name).orElseThrow();
    Path target = folder.resolve(Objects.requireNonNull(archive.getParent()).getFileName());
    if (!Files.isDirectory(target)) {
      Files.createDirectories(folder);
      Path work = Files.createTempDirectory(folder, ".unpacking-");
      unpack(archive, work);
      Files.move(work, target, StandardCopyOption.ATOMIC_MOVE);
    }
    try (Stream<Path> entries = Files.list(target)) {
      return entries.findFirst().orElseThrow();
    }
  }

  private static void unpack(Path archive, Path into) throws IOException, InterruptedException {
    Process tar =
        new ProcessBuilder(List.of("tar", "-xzf", archive.toString(), "-C", into.toString()))
            .redirectErrorStream(true)
            .start();
    String output = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (tar.waitFor() != 0) {
      throw new IOException("tar: " + output.strip());
    }
  }
}
