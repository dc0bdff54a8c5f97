package dev.linkspan.starter.commands;

import dev.linkspan.starter.ExitCode;
import dev.linkspan.starter.stack.LocalStack;
import dev.linkspan.starter.stack.Part;
import dev.linkspan.starter.stack.StackSettings;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Stops the local stack. */
@Command(
    name = "down",
    description = "Stop what runs: worker, sandbox with its machines, Temporal. State stays.",
    mixinStandardHelpOptions = true)
final class DevDown implements Callable<Integer> {
  @ParentCommand private Dev dev;

  @Parameters(
      paramLabel = "PART",
      arity = "0..*",
      description = "${COMPLETION-CANDIDATES}; usual: all.")
  private List<Part> parts = List.of();

  @Override
  public Integer call() {
    var linkspan = dev.linkspan();
    StackSettings settings = StackSettings.load(linkspan.stateFolder()).orElse(StackSettings.USUAL);
    new LocalStack(linkspan.surroundings(), linkspan.stateFolder(), settings)
        .stack()
        .down(StackOptions.parts(parts));
    return ExitCode.OK.code();
  }
}
