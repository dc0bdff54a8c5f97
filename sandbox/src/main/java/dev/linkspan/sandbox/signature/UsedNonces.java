package dev.linkspan.sandbox.signature;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The nonces of accepted requests. With a file, they survive a restart: one line per nonce with the
 * time in milliseconds since 1970 and the hash of the nonce. A nonce is in the file before its
 * request takes effect.
 */
public final class UsedNonces {
  /** Outdated lines are removed from the file when it has this many more lines than nonces. */
  private static final int MAX_OUTDATED_LINES = 10_000;

  private final Optional<Path> file;
  private final Map<String, Instant> used = new LinkedHashMap<>();
  private int lines;

  private UsedNonces(Optional<Path> file) {
    this.file = file;
    file.filter(Files::exists).ifPresent(this::read);
  }

  /**
   * Reads the nonces of earlier runs. The file need not exist.
   *
   * @throws UncheckedIOException if the file cannot be read
   */
  public static UsedNonces in(Path file) {
    return new UsedNonces(Optional.of(file));
  }

  /** Creates nonces without a file. */
  public static UsedNonces inMemory() {
    return new UsedNonces(Optional.empty());
  }

  private void read(Path source) {
    try {
      for (String line : Files.readAllLines(source, StandardCharsets.US_ASCII)) {
        // If the sandbox was killed, the last line may be incomplete. Its request had no effect.
        if (line.matches("\\d{1,18} [0-9a-f]{64}")) {
          String[] parts = line.split(" ", -1);
          used.put(parts[1], Instant.ofEpochMilli(Long.parseLong(parts[0])));
        }
        lines++;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the used nonces", e);
    }
  }

  /**
   * Adds a nonce, and forgets those from before a time.
   *
   * @return false if the nonce was used since then
   */
  synchronized boolean add(String nonce, Instant now, Instant forgetBefore) {
    Iterator<Instant> oldest = used.values().iterator();
    while (oldest.hasNext() && oldest.next().isBefore(forgetBefore)) {
      oldest.remove();
    }
    String hash = Hashes.hex(Hashes.sha256(nonce.getBytes(StandardCharsets.UTF_8)));
    if (used.putIfAbsent(hash, now) != null) {
      return false;
    }
    file.ifPresent(target -> write(target, hash, now));
    return true;
  }

  private void write(Path target, String hash, Instant now) {
    try {
      lines++;
      if (lines > used.size() + MAX_OUTDATED_LINES) {
        List<String> current =
            used.entrySet().stream().map(each -> line(each.getKey(), each.getValue())).toList();
        Path fresh = target.resolveSibling(target.getFileName() + ".new");
        Files.write(fresh, current, StandardCharsets.US_ASCII);
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        lines = used.size();
      } else {
        Files.writeString(
            target,
            // A line break first, in case that a killed sandbox has left an incomplete line.
            (lines == 1 ? "" : "\n") + line(hash, now),
            StandardCharsets.US_ASCII,
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the used nonces", e);
    }
  }

  private static String line(String hash, Instant at) {
    return at.toEpochMilli() + " " + hash;
  }
}
