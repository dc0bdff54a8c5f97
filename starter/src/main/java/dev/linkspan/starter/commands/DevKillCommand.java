package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.stack.Component;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Simulates a crash. */
@Command(
    name = "kill",
    header = "Kill a component to simulate a crash.",
    mixinStandardHelpOptions = true,
    description = "To start the component again, run `linkspan dev up`.")
final class DevKillCommand implements Callable<Integer> {
  @ParentCommand private DevCommand dev;

  @Parameters(paramLabel = "COMPONENT", description = "${COMPLETION-CANDIDATES}.")
  private Component component;

  @Override
  public Integer call() {
    dev.stack().kill(component);
    return ExitCode.OK.code();
  }
}
