package dev.linkspan.starter.commands;

import dev.linkspan.starter.Linkspan;
import dev.linkspan.starter.temporal.Setups;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Lets a held rollout go on. */
@Command(
    name = "resume",
    description = "Let a paused rollout go on.",
    mixinStandardHelpOptions = true)
public final class Resume implements Callable<Integer> {
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
        Setups::resume,
        "The rollout goes on. See: linkspan status " + name);
  }
}
