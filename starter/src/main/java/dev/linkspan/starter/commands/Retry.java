package dev.linkspan.starter.commands;

import dev.linkspan.starter.ExitCode;
import dev.linkspan.starter.Linkspan;
import dev.linkspan.starter.temporal.Setups;
import dev.linkspan.starter.temporal.Temporal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Lets parked steps go on. */
@Command(
    name = "retry",
    description = "Go on with every parked step, once what was wrong is mended.",
    mixinStandardHelpOptions = true)
public final class Retry implements Callable<Integer> {
  @ParentCommand private Linkspan linkspan;
  @Mixin private ByOptions by;
  @Mixin private AcceptOption accept;

  @Parameters(paramLabel = "NAME", description = "The setup.")
  private String name;

  @Override
  public Integer call() {
    var surroundings = linkspan.surroundings();
    try (Temporal temporal = linkspan.connect()) {
      Setups setups = new Setups(temporal);
      if (accept.accepted()) {
        setups.acceptUnavailable(name, by.command(surroundings));
      } else {
        setups.retry(name, by.command(surroundings));
      }
      surroundings.console().say("Parked steps go on. See: linkspan status " + name);
      return ExitCode.OK.code();
    }
  }
}
