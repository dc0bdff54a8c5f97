package dev.linkspan.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.Collection;

/**
 * Resolves names from a file of this process instead of DNS: the managed names exist only on TiDB
 * Cloud's side. Must be made before anything else in the process looks up a name.
 */
final class ManagedNames implements AutoCloseable {
  private final Path file;

  ManagedNames() throws IOException {
    file = Files.createTempFile("linkspan-names", "");
    // The JDK reads the property once, the file at every look-up, and caches what it found.
    System.setProperty("jdk.net.hosts.file", file.toString());
    Security.setProperty("networkaddress.cache.ttl", "0");
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
  }

  /** From now on all these names are this address. */
  void resolveTo(String address, Collection<String> names) throws IOException {
    Files.writeString(file, address + " " + String.join(" ", names) + "\n");
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
