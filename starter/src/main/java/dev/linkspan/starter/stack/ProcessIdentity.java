package dev.linkspan.starter.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that cannot be taken for a later one with the same number.
 *
 * @param startTicks when it started, in clock ticks since boot: field 22 of {@code /proc/PID/stat}
 */
public record ProcessIdentity(long pid, long startTicks) {
  private static final int FIELDS_BEFORE_STATE = 2;
  private static final int START_TICKS = 22;

  /** The process with this number, if one runs. */
  public static Optional<ProcessIdentity> of(long pid) {
    return statFields(pid)
        .filter(fields -> !fields[0].equals("Z"))
        .map(
            fields ->
                new ProcessIdentity(
                    pid, Long.parseLong(fields[START_TICKS - FIELDS_BEFORE_STATE - 1])));
  }

  /** Reads what {@link #text} wrote. */
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

  /** Whether this very process still runs. */
  public boolean alive() {
    return of(pid).filter(this::equals).isPresent();
  }

  /** Asks it to end. */
  void terminate() {
    handle().ifPresent(ProcessHandle::destroy);
  }

  /** Ends it without asking. */
  void kill() {
    handle().ifPresent(ProcessHandle::destroyForcibly);
  }

  private Optional<ProcessHandle> handle() {
    return alive() ? ProcessHandle.of(pid) : Optional.empty();
  }

  /** Memory in use, in KiB; 0 when it is gone. */
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

  // The second field is the program's name in brackets, which may itself hold spaces and brackets.
  private static Optional<String[]> statFields(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
      return Optional.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
