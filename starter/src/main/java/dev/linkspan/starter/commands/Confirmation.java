package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.console.Console;
import java.util.Locale;

/** Asks before a command changes a standing link. */
final class Confirmation {
  private Confirmation() {}

  /**
   * Returns if the user agrees.
   *
   * @param question without the possible answers, for example {@code Repair?}
   * @param given whether the user has agreed on the command line
   * @throws CommandFailure if the user does not agree, or cannot be asked
   */
  static void require(Console console, String question, boolean given) {
    if (given) {
      return;
    }
    if (!console.interactive()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "Cannot ask for confirmation without a terminal. Confirm with --yes. Nothing was"
              + " changed.");
    }
    String answer = console.ask(question + " [y/N] ").orElse("").toLowerCase(Locale.ROOT);
    if (!answer.equals("y") && !answer.equals("yes")) {
      throw new CommandFailure(ExitCode.USAGE, "Nothing was changed.");
    }
  }
}
