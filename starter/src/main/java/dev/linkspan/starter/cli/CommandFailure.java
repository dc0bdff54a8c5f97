package dev.linkspan.starter.cli;

/** Ends a command with a message for the user and an exit code, without a stack trace. */
public final class CommandFailure extends RuntimeException {
  private final ExitCode exitCode;
  private final String text;

  public CommandFailure(ExitCode exitCode, String text) {
    super(text);
    this.exitCode = exitCode;
    this.text = text;
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
