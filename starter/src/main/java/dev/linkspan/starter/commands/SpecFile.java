package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.cli.UserFiles;
import dev.linkspan.starter.console.Console;
import dev.linkspan.workflows.spec.Spec;
import dev.linkspan.workflows.spec.SpecProblem;
import dev.linkspan.workflows.spec.SpecReader;
import dev.linkspan.workflows.spec.SpecReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Reads a spec from a file, or from standard input, or reports all of its problems. */
final class SpecFile {
  /** What stands for standard input on the command line. */
  private static final Path STANDARD_INPUT = Path.of("-");

  private static final int LONGEST = 64 * 1024 * 1024;

  /** A file that is something else has thousands. */
  private static final int MOST_PROBLEMS = 50;

  private SpecFile() {}

  static Spec read(Path file, Console console) {
    return parse(text(file, console), file);
  }

  /** The spec with this text, which comes from this file. */
  static Spec parse(String text, Path file) {
    SpecReading reading = SpecReader.read(text);
    if (reading instanceof SpecReading.Accepted accepted) {
      return accepted.spec();
    }
    List<SpecProblem> problems = ((SpecReading.Refused) reading).problems();
    throw new CommandFailure(ExitCode.USAGE, problems(name(file), problems), problems);
  }

  /** How messages name the file. */
  static String name(Path file) {
    return file.equals(STANDARD_INPUT) ? "standard input" : file.toString();
  }

  private static String problems(String file, List<SpecProblem> problems) {
    String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
    int more = problems.size() - MOST_PROBLEMS;
    return problems.stream()
        .limit(MOST_PROBLEMS)
        .map(p -> line(file, p))
        .collect(
            Collectors.joining(
                "\n",
                count + " in " + file + ". Nothing was started.\n",
                more > 0 ? "\nAnd " + more + " more." : ""));
  }

  private static String line(String file, SpecProblem problem) {
    String path = problem.path().isEmpty() ? "" : problem.path() + ": ";
    return file
        + ":"
        + problem.line()
        + ": "
        + path
        + problem.problem()
        + "\n    -> "
        + problem.remedy();
  }

  static String text(Path file, Console console) {
    if (file.equals(STANDARD_INPUT)) {
      return standardInput(console);
    }
    if (!Files.exists(file)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "File " + file + " does not exist. To create it, run `linkspan init -f " + file + "`.");
    }
    return UserFiles.read(file);
  }

  private static String standardInput(Console console) {
    if (console.interactive()) {
      console.say("Reading the spec from this terminal. To end it, press Ctrl-D on a new line.");
    }
    try {
      String text = console.readAll(LONGEST);
      if (text.length() > LONGEST) {
        throw UserFiles.tooLarge(name(STANDARD_INPUT));
      }
      // What the decoder writes in place of bytes that are not UTF-8.
      if (text.indexOf('\uFFFD') >= 0) {
        throw UserFiles.notUtf8("Standard input");
      }
      return text;
    } catch (IOException e) {
      throw UserFiles.unreadable(name(STANDARD_INPUT), e);
    }
  }
}
