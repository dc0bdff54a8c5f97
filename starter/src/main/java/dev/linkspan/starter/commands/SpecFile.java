package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.console.Console;
import dev.linkspan.workflows.spec.Spec;
import dev.linkspan.workflows.spec.SpecProblem;
import dev.linkspan.workflows.spec.SpecReader;
import dev.linkspan.workflows.spec.SpecReading;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Reads a spec from a file, or from standard input, or reports all of its problems. */
final class SpecFile {
  /** What stands for standard input on the command line. */
  private static final Path STANDARD_INPUT = Path.of("-");

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
    return problems.stream()
        .map(p -> line(file, p))
        .collect(Collectors.joining("\n", count + " in " + file + ". Nothing was started.\n", ""));
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
    try {
      return file.equals(STANDARD_INPUT) ? console.readAll() : Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new CommandFailure(
          ExitCode.USAGE, "File " + file + " does not exist. To create one, run `linkspan init`.");
    } catch (CharacterCodingException e) {
      throw new CommandFailure(ExitCode.USAGE, name(file) + " is not valid UTF-8.");
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.USAGE, "Cannot read " + name(file) + ": " + e.getMessage());
    }
  }
}
