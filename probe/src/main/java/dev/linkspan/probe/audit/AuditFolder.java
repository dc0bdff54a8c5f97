package dev.linkspan.probe.audit;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.linkspan.probe.protocol.AuditReport;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The files of an audit: {@code audit.json} for readers, {@code state.json} for the process that
 * takes over, {@code lock} held by the one that runs; and, written by others, {@code window} and
 * {@code stop}.
 */
final class AuditFolder implements AutoCloseable {
  private static final int LONGEST_LABEL = 100;
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final Path folder;
  private final FileChannel lock;

  /** Takes the folder for this process, or fails where another one has it. */
  AuditFolder(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    lock =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!locked()) {
      lock.close();
      throw new IllegalStateException("another audit runs in this folder");
    }
  }

  private boolean locked() throws IOException {
    try {
      return lock.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  Optional<Ledger.Books> books() throws IOException {
    Path file = folder.resolve("state.json");
    return Files.exists(file)
        ? Optional.of(JSON.readValue(Files.readAllBytes(file), Ledger.Books.class))
        : Optional.empty();
  }

  void write(Ledger.Books books) throws IOException {
    write("state.json", books);
  }

  void write(AuditReport report) throws IOException {
    write("audit.json", report);
  }

  private void write(String name, Object content) throws IOException {
    Path part = folder.resolve(name + ".part");
    Files.write(part, JSON.writeValueAsBytes(content));
    Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** The label in force; an absent or empty file, as one being written can be, says nothing. */
  Optional<String> window() throws IOException {
    try {
      byte[] text = Files.readAllBytes(folder.resolve("window"));
      return new String(text, StandardCharsets.UTF_8)
          .lines()
          .map(String::strip)
          .filter(label -> !label.isEmpty())
          .map(label -> label.substring(0, Math.min(LONGEST_LABEL, label.length())))
          .findFirst();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  boolean stopped() {
    return Files.exists(folder.resolve("stop"));
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
