package dev.linkspan.starter.stack;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The log files of the components. */
final class ComponentLog {
  private static final int TAIL_LINES = 20;
  private static final long LONGEST_TAIL = 16_384;
  private static final long ROTATE_AT = 16L * 1024 * 1024;

  private ComponentLog() {}

  static long size(Path log) {
    try {
      return Files.exists(log) ? Files.size(log) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** Renames a log that is too big; keeps one old log. */
  static void rotate(Path log) throws IOException {
    if (size(log) > ROTATE_AT) {
      Path old = log.resolveSibling(log.getFileName() + ".1");
      Files.move(log, old, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** The last lines that were written after this position. */
  static List<String> tail(Path log, long from) {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long start = from > file.length() ? 0 : from;
      start = Math.max(start, file.length() - LONGEST_TAIL);
      byte[] bytes = new byte[(int) (file.length() - start)];
      file.seek(start);
      file.readFully(bytes);
      List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
      return lines.isEmpty()
          ? List.of("(empty)")
          : lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
    } catch (IOException e) {
      return List.of("(cannot read the log)");
    }
  }
}
