package dev.linkspan.starter.commands;

import dev.linkspan.starter.ExitCode;
import dev.linkspan.starter.stack.Part;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Starts the local stack. */
@Command(
    name = "up",
    description = "Start what does not run yet, and wait until it is ready.",
    mixinStandardHelpOptions = true)
final class DevUp implements Callable<Integer> {
  @ParentCommand private Dev dev;
  @Mixin private StackOptions options;

  @Parameters(
      paramLabel = "PART",
      arity = "0..*",
      description = "${COMPLETION-CANDIDATES}; usual: all.")
  private List<Part> parts = List.of();

  @Override
  public Integer call() {
    options.up(dev.linkspan(), StackOptions.parts(parts));
    return ExitCode.OK.code();
  }
}
