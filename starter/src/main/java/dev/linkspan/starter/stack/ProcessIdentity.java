package dev.linkspan.starter.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The identity of a process, which differs from that of a later process with the same PID.
 *
 * @param startTicks start time in clock ticks since boot: field 22 of {@code /proc/PID/stat}, see
 *     proc_pid_stat(5)
 */
public record ProcessIdentity(long pid, long startTicks) {
  private static final int FIELDS_BEFORE_STATE = 2;
  private static final int START_TICKS = 22;
  private static final long NEVER = -1;

  /** The running process with this PID, if there is one. */
  public static Optional<ProcessIdentity> of(long pid) {
    return statFields(pid)
        .filter(fields -> !fields[0].equals("Z"))
        .map(
            fields ->
                new ProcessIdentity(
                    pid, Long.parseLong(fields[START_TICKS - FIELDS_BEFORE_STATE - 1])));
  }

  /** A process that exited before its start time could be read; it is never alive. */
  static ProcessIdentity exited(long pid) {
    return new ProcessIdentity(pid, NEVER);
  }

  /** Parses the output of {@link #text}. */
  static Optional<ProcessIdentity> parse(String text) {
    String[] words = text.trim().split(" ", -1);
    try {
      return words.length == 2
          ? Optional.of(new ProcessIdentity(Long.parseLong(words[0]), Long.parseLong(words[1])))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  String text() {
    return pid + " " + startTicks + "\n";
  }

  /** Whether this process is still running. */
  public boolean alive() {
    return of(pid).filter(this::equals).isPresent();
  }

  /** Sends SIGTERM. */
  void terminate() {
    handle().ifPresent(ProcessHandle::destroy);
  }

  /** Sends SIGKILL. */
  void kill() {
    handle().ifPresent(ProcessHandle::destroyForcibly);
  }

  private Optional<ProcessHandle> handle() {
    return alive() ? ProcessHandle.of(pid) : Optional.empty();
  }

  /** Resident memory in KiB; 0 if the process has ended. */
  public long residentKiB() {
    try {
      return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .map(line -> line.replaceAll("\\D", ""))
          .mapToLong(Long::parseLong)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  // The second field is the program's name in parentheses, which can contain spaces and
  // parentheses.
  private static Optional<String[]> statFields(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
      return Optional.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
