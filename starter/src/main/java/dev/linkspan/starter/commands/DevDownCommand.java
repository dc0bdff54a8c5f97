package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.stack.Component;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Stops the local stack. */
@Command(
    name = "down",
    header = "Stop components of the local stack; keep their state.",
    mixinStandardHelpOptions = true)
final class DevDownCommand implements Callable<Integer> {
  @ParentCommand private DevCommand dev;

  @Parameters(
      paramLabel = "COMPONENT",
      arity = "0..*",
      description = "${COMPLETION-CANDIDATES}. Default: all.")
  private List<Component> components = List.of();

  @Override
  public Integer call() {
    dev.stack().down(StackOptions.components(components));
    return ExitCode.OK.code();
  }
}
