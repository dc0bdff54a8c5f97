package dev.linkspan.starter.cli;

import java.util.List;

/** Ends a command with a message for the user and an exit code, without a stack trace. */
public final class CommandFailure extends RuntimeException {
  private final ExitCode exitCode;
  private final String text;
  private final transient List<?> problems;
  private final boolean ofTemporal;

  public CommandFailure(ExitCode exitCode, String text) {
    this(exitCode, text, List.of(), false);
  }

  /** A failure of a call to Temporal, which depends on the server and the namespace. */
  public static CommandFailure ofTemporal(ExitCode exitCode, String text) {
    return new CommandFailure(exitCode, text, List.of(), true);
  }

  /**
   * A failure with several problems.
   *
   * @param problems what JSON output shows beside the message
   */
  public CommandFailure(ExitCode exitCode, String text, List<?> problems) {
    this(exitCode, text, problems, false);
  }

  private CommandFailure(ExitCode exitCode, String text, List<?> problems, boolean ofTemporal) {
    super(text);
    this.ofTemporal = ofTemporal;
    this.exitCode = exitCode;
    this.text = text;
    this.problems = List.copyOf(problems);
  }

  /** The single problems, as values that can be written as JSON. */
  public List<?> problems() {
    return problems;
  }

  /** The same; one of a call to Temporal also names this server, unless its message does. */
  public CommandFailure at(String address, String namespace) {
    if (!ofTemporal || text.contains(address)) {
      return this;
    }
    String named = text + "\nTemporal is at " + address + ", namespace " + namespace + ".";
    return new CommandFailure(exitCode, named, problems, true);
  }

  /** The exit status of the process. */
  public ExitCode exitCode() {
    return exitCode;
  }

  /** The message, which is never null. */
  @Override
  public String getMessage() {
    return text;
  }
}
