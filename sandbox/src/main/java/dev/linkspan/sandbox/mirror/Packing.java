package dev.linkspan.sandbox.mirror;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Creates tar.gz files with checksums. Speed matters more than size, because nothing leaves this
 * computer.
 */
final class Packing {
  private static final int BUFFER = 256 * 1024;
  private static final File DEV_NULL = new File("/dev/null");

  private Packing() {}

  /**
   * Packs everything in {@code content}, and resolves symbolic links.
   *
   * @return the SHA-512 of the packed file, in lower-case hexadecimal
   */
  static String tarGzip(Path content, Path packed) throws IOException {
    MessageDigest digest = Fingerprint.digest("SHA-512");
    Path errors = packed.resolveSibling(packed.getFileName() + ".errors");
    List<String> command =
        List.of(
            "tar",
            "-C",
            content.toString(),
            "--sort=name",
            "--mtime=@0",
            "--owner=0",
            "--group=0",
            "--numeric-owner",
            "-chf",
            "-",
            onlyEntry(content));
    Process tar =
        new ProcessBuilder(command).redirectInput(DEV_NULL).redirectError(errors.toFile()).start();
    try (InputStream source = tar.getInputStream();
        OutputStream target =
            fastGzip(new DigestOutputStream(Files.newOutputStream(packed), digest))) {
      source.transferTo(target);
    } catch (IOException e) {
      tar.destroyForcibly();
      throw e;
    }
    if (exitOf(tar) != 0) {
      throw new IOException("tar: " + Files.readString(errors).strip());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Runs a program and waits for its end. */
  static void run(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectInput(DEV_NULL).redirectErrorStream(true).start();
    String output;
    try (InputStream source = process.getInputStream()) {
      output = new String(source.readAllBytes(), StandardCharsets.UTF_8);
    }
    if (exitOf(process) != 0) {
      throw new IOException(command.get(0) + ": " + output.strip());
    }
  }

  /** Deletes a folder with its content, without following links. The folder need not exist. */
  static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> entries = Files.walk(folder)) {
      for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(entry);
      }
    }
  }

  private static String onlyEntry(Path content) throws IOException {
    try (Stream<Path> entries = Files.list(content)) {
      return entries.findFirst().orElseThrow().getFileName().toString();
    }
  }

  private static OutputStream fastGzip(OutputStream target) throws IOException {
    return new GZIPOutputStream(target, BUFFER) {
      {
        def.setLevel(Deflater.BEST_SPEED);
      }
    };
  }

  private static int exitOf(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
