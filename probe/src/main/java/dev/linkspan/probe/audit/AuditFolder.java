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
 * The files of an audit: {@code audit.json} is the report, {@code state.json} is for the process
 * that continues the audit, and {@code lock} is locked by the process that runs. Other programs
 * write {@code window} and {@code stop}.
 */
final class AuditFolder implements AutoCloseable {
  private static final int MAX_LABEL_LENGTH = 100;
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final Path folder;
  private final FileChannel lock;

  /**
   * Creates the folder if it is missing, and locks it for this process.
   *
   * @throws IllegalStateException if another process has locked it
   */
  AuditFolder(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.lock =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!tryLock(lock)) {
      lock.close();
      throw new IllegalStateException("another audit runs in this folder");
    }
  }

  private static boolean tryLock(FileChannel lock) throws IOException {
    try {
      return lock.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** What an earlier process left. */
  Optional<AuditState> state() throws IOException {
    Path file = folder.resolve("state.json");
    return Files.exists(file)
        ? Optional.of(JSON.readValue(Files.readAllBytes(file), AuditState.class))
        : Optional.empty();
  }

  void write(AuditState state) throws IOException {
    write("state.json", state);
  }

  void write(AuditReport report) throws IOException {
    write("audit.json", report);
  }

  private void write(String name, Object content) throws IOException {
    Path part = folder.resolve(name + ".part");
    Files.write(part, JSON.writeValueAsBytes(content));
    Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Label of the current window; a file that is being written can be missing or empty. */
  Optional<String> window() throws IOException {
    try {
      byte[] text = Files.readAllBytes(folder.resolve("window"));
      return new String(text, StandardCharsets.UTF_8)
          .lines()
          .map(String::strip)
          .filter(label -> !label.isEmpty())
          .map(label -> label.substring(0, Math.min(MAX_LABEL_LENGTH, label.length())))
          .findFirst();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Whether someone asked the audit to stop. */
  boolean stopRequested() {
    return Files.exists(folder.resolve("stop"));
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
