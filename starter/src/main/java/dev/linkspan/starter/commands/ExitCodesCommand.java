package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Lists the exit codes. */
@Command(
    name = "exit-codes",
    header = "List the exit codes and their meanings.",
    mixinStandardHelpOptions = true)
public final class ExitCodesCommand implements Callable<Integer> {
  @ParentCommand private RootCommand linkspan;

  @Override
  public Integer call() {
    linkspan.context().console().print(ExitCode.table());
    return ExitCode.OK.code();
  }
}
