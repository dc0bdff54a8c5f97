package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.setups.SetupClient;
import dev.linkspan.starter.setups.SetupSnapshot;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Follows a setup again. */
@Command(
    name = "watch",
    header = "Follow the progress of a setup, as up does.",
    mixinStandardHelpOptions = true,
    description =
        "Ends when the setup is finished, or when it needs your attention. Ctrl-C ends only the"
            + " command; the setup continues.",
    exitCodeList = {
      "0:The link is built, or everything is removed.",
      "3:The setup is waiting for approval.",
      "4:A step is parked.",
      "5:The link is broken.",
      "11:The rollout is paused.",
    })
public final class WatchCommand implements Callable<Integer> {
  @ParentCommand private RootCommand linkspan;
  @Mixin private OutputOption output;
  @Mixin private RequesterOptions requester;

  @Option(names = "--wait", description = "Keep following while the setup waits for approval.")
  private boolean wait;

  @Parameters(paramLabel = "NAME", description = "Name of the setup.")
  private String name;

  @Override
  public Integer call() {
    Console console = linkspan.context().console();
    try (TemporalConnection temporal = linkspan.connect()) {
      SetupClient setups = new SetupClient(temporal);
      SetupWatch watch = new SetupWatch(linkspan, temporal, setups, requester, output);
      SetupSnapshot end = watch.follow(name, wait);
      if (end.status().phase() == Phase.DESTROYED) {
        console.say("Setup " + name + " is destroyed.");
        return ExitCode.OK.code();
      }
      return watch.report(end).code();
    }
  }
}
