package dev.linkspan.sandbox.mirror;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The archives a machine downloads: assembled once, then kept. */
public final class Mirror {

  /**
   * @param cache keeps the archives, by version
   * @param kafkaLibs the jars of a Kafka broker
   * @param baseUrl where {@code /mirror/<file>} is served, without a slash at the end
   */
  public Mirror(Path cache, Path kafkaLibs, String baseUrl) {}

  /** Every archive; assembles what is missing, which can take some seconds. */
  public List<MirrorFile> files() {
    throw new UnsupportedOperationException();
  }

  /** The archive of this name, assembled; empty where the mirror has none of this name. */
  public Optional<Path> file(String name) {
    throw new UnsupportedOperationException();
  }
}
