package dev.linkspan.starter.commands;

import dev.linkspan.starter.ExitCode;
import dev.linkspan.starter.Linkspan;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Explains the exit codes. */
@Command(
    name = "exit-codes",
    description = "Explain the exit codes.",
    mixinStandardHelpOptions = true)
public final class ExitCodes implements Callable<Integer> {
  @ParentCommand private Linkspan linkspan;

  @Override
  public Integer call() {
    linkspan.surroundings().console().data(ExitCode.table());
    return ExitCode.OK.code();
  }
}
