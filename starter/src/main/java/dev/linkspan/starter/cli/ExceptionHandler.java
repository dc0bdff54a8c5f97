package dev.linkspan.starter.cli;

import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.OutputClosedException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reports the exception that ended a command, and chooses the exit code. */
public final class ExceptionHandler {
  private ExceptionHandler() {}

  /** What to say of a failure of this computer; empty for any other. */
  public static Optional<CommandFailure> explain(Exception exception) {
    if (exception instanceof OutputClosedException closed) {
      return Optional.of(
          new CommandFailure(ExitCode.UNEXPECTED, String.valueOf(closed.getMessage())));
    }
    if (exception instanceof UncheckedIOException failed) {
      String reason =
          Optional.ofNullable(failed.getCause()).map(UserFiles::reason).orElse("it failed");
      return Optional.of(
          new CommandFailure(ExitCode.UNEXPECTED, firstLine(failed) + ": " + reason + "."));
    }
    return Optional.empty();
  }

  /** Prints the message for an exception that nobody expected; returns the exit code. */
  public static int handle(Exception exception, List<String> arguments, CliContext context) {
    Console console = context.console();
    if (ErrorDocument.isWanted(arguments)) {
      ErrorDocument.print(ExitCode.UNEXPECTED, description(exception), List.of(), console);
    }
    console.say(console.theme().red("linkspan: ") + "unexpected error: " + description(exception));
    if (!debug(exception, context)) {
      console.say("To see the stack trace, set LINKSPAN_DEBUG=1 and run the command again.");
    }
    return ExitCode.UNEXPECTED.code();
  }

  /** Prints the message that explains the exception; returns its exit code. */
  public static int handle(
      Exception exception, CommandFailure explained, List<String> arguments, CliContext context) {
    Console console = context.console();
    if (ErrorDocument.isWanted(arguments)) {
      ErrorDocument.print(
          explained.exitCode(), explained.getMessage(), explained.problems(), console);
    }
    console.say(console.theme().red("linkspan: ") + explained.getMessage());
    if (exception != explained) {
      debug(exception, context);
    }
    return explained.exitCode().code();
  }

  private static boolean debug(Exception exception, CliContext context) {
    boolean wanted = context.environment().containsKey("LINKSPAN_DEBUG");
    if (wanted) {
      exception.printStackTrace(context.console().err());
    }
    return wanted;
  }

  /** Prints what is wrong with the command line, and where the help is; returns the exit code. */
  public static int handle(
      ParameterException exception, List<String> arguments, CliContext context) {
    Console console = context.console();
    if (ErrorDocument.isWanted(arguments)) {
      ErrorDocument.print(
          ExitCode.USAGE, String.valueOf(exception.getMessage()), List.of(), console);
    }
    CommandLine command = exception.getCommandLine();
    boolean group = !command.getSubcommands().isEmpty();
    if (exception instanceof UnmatchedArgumentException unmatched) {
      console.say(console.theme().red("linkspan: ") + problem(unmatched, group));
      UnmatchedArgumentException.printSuggestions(unmatched, command.getErr());
    } else {
      console.say(
          console.theme().red("linkspan: ")
              + String.valueOf(exception.getMessage()).replaceFirst("^Error: ", ""));
      if (group) {
        command.usage(command.getErr());
        return ExitCode.USAGE.code();
      }
    }
    console.say("See `" + command.getCommandSpec().qualifiedName() + " --help`.");
    return ExitCode.USAGE.code();
  }

  private static String problem(UnmatchedArgumentException unmatched, boolean group) {
    String kind =
        unmatched.isUnknownOption()
            ? "Unknown option"
            : group ? "Unknown command" : "Unexpected argument";
    return kind + ": " + unmatched.getUnmatched().get(0);
  }

  private static String description(Throwable exception) {
    String own = exception.getClass().getSimpleName() + ": " + firstLine(exception);
    Throwable cause = exception.getCause();
    return cause == null ? own : own + " (" + firstLine(cause) + ")";
  }

  // A message can contain a stack trace of another process.
  private static String firstLine(Throwable thrown) {
    return String.valueOf(thrown.getMessage()).lines().findFirst().orElse("");
  }
}
