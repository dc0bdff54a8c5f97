package dev.linkspan.starter.cli;

import java.util.List;

/** Ends a command with a message for the user and an exit code, without a stack trace. */
public final class CommandFailure extends RuntimeException {
  private final ExitCode exitCode;
  private final String text;
  private final transient List<?> problems;

  public CommandFailure(ExitCode exitCode, String text) {
    this(exitCode, text, List.of());
  }

  /**
   * A failure with several problems.
   *
   * @param problems what JSON output shows beside the message
   */
  public CommandFailure(ExitCode exitCode, String text, List<?> problems) {
    super(text);
    this.exitCode = exitCode;
    this.text = text;
    this.problems = List.copyOf(problems);
  }

  /** The single problems, as values that can be written as JSON. */
  public List<?> problems() {
    return problems;
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
