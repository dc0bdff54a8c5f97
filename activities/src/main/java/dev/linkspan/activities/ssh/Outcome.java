package dev.linkspan.activities.ssh;

import java.util.regex.Pattern;

/**
 * How a remote command ended.
 *
 * @param exitCode 0 for success; -1 where the shell was killed by a signal
 */
public record Outcome(int exitCode, String stdout, String stderr) {
  private static final int EXCERPT = 400;
  private static final Pattern NO_ROOM = Pattern.compile("No space left|[Qq]uota exceeded");

  /** True when the command ended with 0. */
  public boolean succeeded() {
    return exitCode == 0;
  }

  /**
   * This outcome of a command that should not fail.
   *
   * @param problem what a failure means, for example {@code cannot write /a/b on broker-node1}
   * @throws IllegalStateException with the problem and the end of the output, if the command failed
   */
  public Outcome orThrow(String problem) {
    if (!succeeded()) {
      throw new IllegalStateException(problem + ": " + excerpt());
    }
    return this;
  }

  /** Whether it failed because a disk is full. */
  public boolean foundNoRoom() {
    return !succeeded() && NO_ROOM.matcher(stdout + stderr).find();
  }

  /** The end of its output, for an error text: at most a few hundred characters. */
  public String excerpt() {
    return excerpt(stderr.isBlank() ? stdout : stderr);
  }

  /** The end of a longer text, cut at a line where possible. */
  public static String excerpt(String text) {
    String trimmed = text.strip();
    if (trimmed.length() <= EXCERPT) {
      return trimmed;
    }
    String end = trimmed.substring(trimmed.length() - EXCERPT);
    int newline = end.indexOf('\n');
    return "..." + (newline >= 0 && newline < EXCERPT / 2 ? end.substring(newline + 1) : end);
  }
}
