package dev.linkspan.starter.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A sandbox that was killed leaves its machines' services running. They are told by the program
 * they run, which lies in the sandbox's folder: nobody else starts programs from there.
 */
final class Leftovers {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private Leftovers() {}

  /** Ends them, asking first; returns how many there were. */
  static int end(Path folder) {
    List<ProcessIdentity> left = below(folder);
    left.forEach(ProcessIdentity::terminate);
    if (!Pause.until(PATIENCE, () -> left.stream().noneMatch(ProcessIdentity::alive))) {
      left.forEach(ProcessIdentity::kill);
    }
    return left.size();
  }

  /** The processes that run a program from this folder. */
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
