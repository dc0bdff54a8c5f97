package dev.linkspan.starter.commands;

import dev.linkspan.starter.Linkspan;
import dev.linkspan.starter.temporal.Setups;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Holds a rollout. */
@Command(
    name = "pause",
    description = "Let a rollout touch no further broker, until resume.",
    mixinStandardHelpOptions = true)
public final class Pause implements Callable<Integer> {
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
        Setups::pause,
        "The broker under way is finished, then the rollout waits. Go on: linkspan resume " + name);
  }
}
