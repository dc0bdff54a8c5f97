package dev.linkspan.starter;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What the command tells its caller with its exit status. */
public enum ExitCode {
  OK(0, "done"),
  UNEXPECTED(1, "something unexpected; the message says what"),
  USAGE(2, "a wrong command line, a spec with problems, or a cluster not fit to be linked"),
  AWAITING_APPROVAL(3, "the setup waits for a person to approve or reject"),
  PARKED(4, "a step waits for a person to mend something, then for retry"),
  BROKEN(5, "the link stands but a hop of it is broken"),
  NOT_FOUND(6, "no setup with this name"),
  TEMPORAL_UNREACHABLE(7, "Temporal does not answer"),
  NO_WORKER(8, "Temporal answers, but no worker does"),
  DETACHED(130, "Ctrl-C: only this command stopped, the setup goes on");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /** The exit status. */
  public int code() {
    return code;
  }

  /** All of them, one a line, as the help shows them. */
  public static String table() {
    return Arrays.stream(values())
        .map(c -> String.format("  %3d  %s", c.code, c.meaning))
        .collect(Collectors.joining("\n"));
  }
}
