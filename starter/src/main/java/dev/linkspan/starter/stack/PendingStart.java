package dev.linkspan.starter.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The intent to start a process, written down before the process starts. Until the process ID is
 * recorded, the process can be found by the token in its environment and by its arguments, so that
 * one whose launcher was killed in between is not lost.
 *
 * @param token a value that no other start has
 * @param arguments the arguments of the program, without the program, which can be a script
 */
record PendingStart(String token, List<String> arguments) {
  private static final String VARIABLE = "LINKSPAN_STACK_START";

  static PendingStart of(LaunchSpec spec) {
    List<String> command = spec.command();
    return new PendingStart(
        UUID.randomUUID().toString(), List.copyOf(command.subList(1, command.size())));
  }

  /** Parses the output of {@link #text}. */
  static PendingStart parse(String text) {
    List<String> parts = words(text);
    return new PendingStart(parts.get(0), List.copyOf(parts.subList(1, parts.size())));
  }

  String text() {
    return token + "\0" + String.join("\0", arguments);
  }

  /** The environment with the token. */
  Map<String, String> mark(Map<String, String> environment) {
    Map<String, String> marked = new TreeMap<>(environment);
    marked.put(VARIABLE, token);
    return marked;
  }

  /**
   * The process that was started, if it runs. Its children can have inherited the environment, but
   * have other arguments.
   */
  Optional<ProcessIdentity> find() {
    String mark = VARIABLE + "=" + token;
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid -> read(pid, "environ").contains(mark))
        .filter(pid -> endsWithArguments(read(pid, "cmdline")))
        .flatMap(pid -> ProcessIdentity.of(pid).stream())
        .findFirst();
  }

  private boolean endsWithArguments(List<String> command) {
    return command.size() > arguments.size()
        && command.subList(command.size() - arguments.size(), command.size()).equals(arguments);
  }

  // Another user's process cannot be read, and is none of this stack.
  private static List<String> read(long pid, String file) {
    try {
      byte[] content = Files.readAllBytes(Path.of("/proc", String.valueOf(pid), file));
      return words(new String(content, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return List.of();
    }
  }

  private static List<String> words(String text) {
    String content = text.endsWith("\0") ? text.substring(0, text.length() - 1) : text;
    return Arrays.asList(content.split("\0", -1));
  }
}
