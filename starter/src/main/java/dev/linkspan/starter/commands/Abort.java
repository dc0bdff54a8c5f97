package dev.linkspan.starter.commands;

import dev.linkspan.starter.Linkspan;
import dev.linkspan.starter.temporal.Setups;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Ends a rollout early. */
@Command(
    name = "abort",
    description = "End a rollout after the broker under way; the others stay as they are.",
    mixinStandardHelpOptions = true)
public final class Abort implements Callable<Integer> {
  @ParentCommand private Linkspan linkspan;
  @Mixin private ByOptions by;

  @Parameters(paramLabel = "NAME", description = "The setup.")
  private String name;

  @Override
  public Integer call() {
    return RunningRollout.tell(
        linkspan,
        name,
        by.command(linkspan.surroundings()),
        Setups::abort,
        "The broker under way is finished, the others stay as they are. See: linkspan status "
            + name);
  }
}
