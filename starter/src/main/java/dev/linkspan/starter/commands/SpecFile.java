package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
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

/** Reads a spec from a file, or reports all problems of the file. */
final class SpecFile {
  private SpecFile() {}

  static Spec read(Path file) {
    SpecReading reading = SpecReader.read(text(file));
    if (reading instanceof SpecReading.Accepted accepted) {
      return accepted.spec();
    }
    throw new CommandFailure(
        ExitCode.USAGE, problems(file, ((SpecReading.Refused) reading).problems()));
  }

  private static String problems(Path file, List<SpecProblem> problems) {
    String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
    return problems.stream()
        .map(p -> line(file, p))
        .collect(Collectors.joining("\n", count + " in " + file + ". Nothing was started.\n", ""));
  }

  private static String line(Path file, SpecProblem problem) {
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

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new CommandFailure(
          ExitCode.USAGE, "File " + file + " does not exist. To create one, run `linkspan init`.");
    } catch (CharacterCodingException e) {
      throw new CommandFailure(ExitCode.USAGE, file + " is not valid UTF-8.");
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.USAGE, "Cannot read " + file + ": " + e.getMessage());
    }
  }
}
