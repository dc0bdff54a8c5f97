package dev.linkspan.probe.link;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.Collection;

/**
 * Resolves names from a file of this process instead of DNS: the managed domains resolve only on
 * TiDB Cloud's side. Must be created before anything else in the process resolves a name.
 */
final class HostsFile implements AutoCloseable {
  private final Path file;

  HostsFile() throws IOException {
    file = Files.createTempFile("linkspan-names", "");
    // The JDK reads the property once and the file at each lookup, and caches what it found.
    System.setProperty("jdk.net.hosts.file", file.toString());
    Security.setProperty("networkaddress.cache.ttl", "0");
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
  }

  /** From now on, these names resolve to this address, and no other name resolves. */
  void resolveTo(String address, Collection<String> names) throws IOException {
    Files.writeString(file, address + " " + String.join(" ", names) + "\n");
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
