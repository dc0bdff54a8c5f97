package dev.linkspan.starter.stack;

import dev.linkspan.starter.cli.Polling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The services of the sandbox's machines, which keep running when the sandbox is killed. They are
 * recognized by their program, which is in the sandbox's folder.
 */
final class OrphanedProcesses {
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);

  private OrphanedProcesses() {}

  /** Terminates them, and kills those that do not end in time; returns how many there were. */
  static int end(Path folder) {
    List<ProcessIdentity> left = below(folder);
    left.forEach(ProcessIdentity::terminate);
    if (!Polling.until(STOP_TIMEOUT, () -> left.stream().noneMatch(ProcessIdentity::alive))) {
      left.forEach(ProcessIdentity::kill);
    }
    return left.size();
  }

  /** The processes whose program is in this folder. */
  static List<ProcessIdentity> below(Path folder) {
    return ProcessHandle.allProcesses()
        .filter(process -> program(process.pid()).filter(p -> p.startsWith(folder)).isPresent())
        .flatMap(process -> ProcessIdentity.of(process.pid()).stream())
        .toList();
  }

  private static Optional<Path> program(long pid) {
    try {
      return Optional.of(
          Files.readSymbolicLink(Path.of("/proc", String.valueOf(pid), "exe")).normalize());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
