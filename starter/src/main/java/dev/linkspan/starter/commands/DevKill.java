package dev.linkspan.starter.commands;

import dev.linkspan.starter.ExitCode;
import dev.linkspan.starter.stack.LocalStack;
import dev.linkspan.starter.stack.Part;
import dev.linkspan.starter.stack.StackSettings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Rehearses a crash. */
@Command(
    name = "kill",
    description = "End a part at once, as a crash would (kill -9); start it with `dev up`.",
    mixinStandardHelpOptions = true)
final class DevKill implements Callable<Integer> {
  @ParentCommand private Dev dev;

  @Parameters(paramLabel = "PART", description = "${COMPLETION-CANDIDATES}.")
  private Part part;

  @Override
  public Integer call() {
    var linkspan = dev.linkspan();
    StackSettings settings = StackSettings.load(linkspan.stateFolder()).orElse(StackSettings.USUAL);
    new LocalStack(linkspan.surroundings(), linkspan.stateFolder(), settings).stack().kill(part);
    return ExitCode.OK.code();
  }
}
