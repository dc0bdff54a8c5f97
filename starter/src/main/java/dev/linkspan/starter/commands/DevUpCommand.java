package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.stack.Component;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Starts components of the local stack. */
@Command(
    name = "up",
    header = "Start components of the local stack, and wait until they are ready.",
    mixinStandardHelpOptions = true)
final class DevUpCommand implements Callable<Integer> {
  @ParentCommand private DevCommand dev;
  @Mixin private StackOptions options;

  @Parameters(
      paramLabel = "COMPONENT",
      arity = "0..*",
      description = "${COMPLETION-CANDIDATES}. Default: all.")
  private List<Component> components = List.of();

  @Override
  public Integer call() {
    options.up(dev.linkspan(), StackOptions.components(components));
    return ExitCode.OK.code();
  }
}
