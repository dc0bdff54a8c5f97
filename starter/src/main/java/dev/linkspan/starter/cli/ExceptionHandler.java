package dev.linkspan.starter.cli;

import dev.linkspan.starter.console.Console;

/** Reports the exception that ended a command, and chooses the exit code. */
public final class ExceptionHandler {
  private ExceptionHandler() {}

  /** Prints the message of the exception; returns the exit code of the process. */
  public static int handle(Exception exception, CliContext context) {
    Console console = context.console();
    String prefix = console.theme().red("linkspan: ");
    if (exception instanceof CommandFailure expected) {
      console.say(prefix + expected.getMessage());
      return expected.exitCode().code();
    }
    console.say(prefix + "unexpected error: " + description(exception));
    if (context.environment().containsKey("LINKSPAN_DEBUG")) {
      exception.printStackTrace(console.err());
    } else {
      console.say("To see the stack trace, set LINKSPAN_DEBUG=1 and run the command again.");
    }
    return ExitCode.UNEXPECTED.code();
  }

  private static String description(Throwable exception) {
    String own = exception.getClass().getSimpleName() + ": " + exception.getMessage();
    Throwable cause = exception.getCause();
    return cause == null ? own : own + " (" + cause.getMessage() + ")";
  }
}
