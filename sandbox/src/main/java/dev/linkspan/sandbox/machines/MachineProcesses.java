package dev.linkspan.sandbox.machines;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The processes of one machine, identified by their environment, which every child process
 * inherits.
 */
final class MachineProcesses {
  private static final Path PROC = Path.of("/proc");
  private static final int MAX_ATTEMPTS = 100;
  private static final int POLL_MILLIS = 50;

  private final Set<String> marks;

  /**
   * @param identity variables that only the processes of this machine have
   */
  MachineProcesses(Map<String, String> identity) {
    marks =
        identity.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns the ids of the running processes. */
  List<Long> running() throws IOException {
    List<Long> pids = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path entry : entries) {
        if (isOurs(entry)) {
          pids.add(Long.valueOf(entry.getFileName().toString()));
        }
      }
    }
    return pids;
  }

  /**
   * Returns the ids of the running processes whose command line, joined with spaces, contains the
   * text.
   */
  List<Long> running(String commandPart) throws IOException {
    return running().stream().filter(pid -> commandLine(pid).contains(commandPart)).toList();
  }

  private static String commandLine(long pid) {
    try {
      return Files.readString(PROC.resolve(pid + "/cmdline"), StandardCharsets.ISO_8859_1)
          .replace('\0', ' ');
    } catch (IOException e) {
      return "";
    }
  }

  /** Asks all processes to end, and kills those that still run after the timeout. */
  void end(Duration timeout) throws IOException, InterruptedException {
    List<Long> pids = running();
    for (long pid : pids) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
    }
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!pids.isEmpty() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      pids = running();
    }
    kill();
  }

  /**
   * Kills all processes, including those that are started meanwhile.
   *
   * @throws IOException if processes still run after many attempts
   */
  void kill() throws IOException, InterruptedException {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      List<Long> pids = running();
      if (pids.isEmpty()) {
        return;
      }
      for (long pid : pids) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    throw new IOException("these processes cannot be killed: " + running());
  }

  private boolean isOurs(Path process) {
    try {
      // A zombie has no environment.
      String environment =
          new String(Files.readAllBytes(process.resolve("environ")), StandardCharsets.ISO_8859_1);
      return new HashSet<>(Arrays.asList(environment.split("\0"))).containsAll(marks);
    } catch (IOException e) {
      // The process is gone or belongs to another user.
      return false;
    }
  }
}
