package dev.linkspan.sandbox.mirror;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The archives that machines download. They are assembled once and then kept. The path in the cache
 * depends on the content, so other JAR files or another Java version make another archive.
 */
public final class Mirror {
  private static final String CHECKSUM = ".sha512";
  private static final String JDK = "openjdk-";
  private static final Object ASSEMBLY_LOCK = new Object();

  private final Path cache;
  private final String baseUrl;
  private final List<Archive> archives;

  /**
   * @param cache folder for the archives
   * @param kafkaLibs for each version of Kafka, a folder with the JAR files of a broker
   * @param baseUrl URL of the sandbox, without a slash at the end; it serves {@code /mirror/<file>}
   */
  public Mirror(Path cache, List<Path> kafkaLibs, String baseUrl) {
    this(
        cache,
        baseUrl,
        Stream.concat(
                kafkaLibs.stream().map(KafkaArchive::new),
                Stream.of(new JdkArchive(Path.of(System.getProperty("java.home")))))
            .toList());
  }

  /**
   * Creates the mirror for light machines. The scripts in its archives call the sandbox at {@code
   * baseUrl}.
   */
  public static Mirror light(Path cache, String baseUrl) {
    return new Mirror(
        cache, baseUrl, List.of(LightArchive.kafka(baseUrl), LightArchive.jdk(baseUrl)));
  }

  Mirror(Path cache, String baseUrl, List<Archive> archives) {
    this.cache = cache.toAbsolutePath();
    this.baseUrl = baseUrl;
    this.archives = List.copyOf(archives);
  }

  /**
   * Returns all archives, and assembles missing ones, which takes some seconds.
   *
   * @throws UncheckedIOException if an archive cannot be assembled
   */
  public List<MirrorFile> files() {
    return archives.stream().map(this::entry).toList();
  }

  /**
   * Returns the archive of this name, and assembles it if it is missing; empty if there is no such
   * archive. There is one JDK, which stands in for every version.
   */
  public Optional<Path> file(String name) {
    return archives.stream()
        .filter(
            archive ->
                archive.fileName().equals(name)
                    || (archive.fileName().startsWith(JDK) && name.startsWith(JDK)))
        .findFirst()
        .map(this::assembled);
  }

  private MirrorFile entry(Archive archive) {
    Path file = assembled(archive);
    try {
      return new MirrorFile(
          archive.fileName(),
          archive.version(),
          baseUrl + "/mirror/" + archive.fileName(),
          Files.readString(checksum(file)).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path assembled(Archive archive) {
    try {
      Path home = Files.createDirectories(cache.resolve(archive.identity()));
      Path file = home.resolve(archive.fileName());
      // The checksum is written first, so an existing archive is complete.
      if (!Files.exists(file)) {
        assembleLocked(archive, home, file);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot assemble " + archive.fileName(), e);
    }
  }

  private static void assembleLocked(Archive archive, Path home, Path file) throws IOException {
    // The file lock excludes other processes. A process cannot request it twice, hence the monitor.
    synchronized (ASSEMBLY_LOCK) {
      try (FileChannel channel =
              FileChannel.open(
                  home.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (lock.isValid() && !Files.exists(file)) {
          assemble(archive, home, file);
        }
      }
    }
  }

  private static void assemble(Archive archive, Path home, Path file) throws IOException {
    Path work = Files.createTempDirectory(home, ".assembling-");
    try {
      Path content = Files.createDirectory(work.resolve("content"));
      archive.layOut(content);
      Path packed = work.resolve("packed");
      String sha512 = Packing.tarGzip(content, packed);
      Files.writeString(work.resolve("sha512"), sha512);
      Files.move(work.resolve("sha512"), checksum(file), StandardCopyOption.REPLACE_EXISTING);
      Files.move(packed, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Packing.deleteTree(work);
    }
  }

  private static Path checksum(Path file) {
    return file.resolveSibling(file.getFileName() + CHECKSUM);
  }
}
