package dev.linkspan.starter.cli;

import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.Json;
import dev.linkspan.starter.console.JsonDocument;
import dev.linkspan.starter.console.JsonDocument.Kind;
import java.util.List;
import java.util.Locale;

/**
 * An error as JSON, on standard output, for commands with {@code -o json}.
 *
 * @param exitCode of the process
 * @param reason the name of the exit code, which stays the same
 * @param message for people
 * @param problems the single problems, such as those of a spec with their lines
 */
record ErrorDocument(int exitCode, ExitCode reason, String message, List<?> problems) {

  /** Whether these arguments ask for JSON. */
  static boolean isWanted(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i).toLowerCase(Locale.ROOT);
      String next = i + 1 < arguments.size() ? arguments.get(i + 1).toLowerCase(Locale.ROOT) : "";
      boolean separate = argument.equals("-o") || argument.equals("--output");
      if ((separate && next.startsWith("json"))
          || argument.startsWith("-ojson")
          || argument.startsWith("-o=json")
          || argument.startsWith("--output=json")) {
        return true;
      }
    }
    return false;
  }

  static void print(ExitCode code, String message, List<?> problems, Console console) {
    // Not with Console.print, which fails where the error is that nobody reads the results.
    console
        .out()
        .println(
            Json.line(
                new JsonDocument(
                    Kind.ERROR, new ErrorDocument(code.code(), code, message, problems))));
    console.out().flush();
  }
}
