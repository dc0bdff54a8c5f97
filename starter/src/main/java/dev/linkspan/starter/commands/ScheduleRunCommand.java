package dev.linkspan.starter.commands;

import dev.linkspan.starter.setups.VerificationScheduleClient;
import dev.linkspan.starter.temporal.TemporalConnection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Runs the schedule. */
@Command(
    name = "run",
    header = "Start a scheduled verification now, and do not wait for it.",
    mixinStandardHelpOptions = true)
public final class ScheduleRunCommand implements Callable<Integer> {
  @ParentCommand private ScheduleCommand schedule;

  @Parameters(paramLabel = "NAME", description = "Name of the setup.")
  private String name;

  @Override
  public Integer call() {
    RootCommand linkspan = schedule.linkspan();
    try (TemporalConnection temporal = linkspan.connect()) {
      new VerificationScheduleClient(temporal, name).run();
      linkspan
          .context()
          .console()
          .say("A verification of " + name + " starts. For its result: linkspan status " + name);
      return 0;
    }
  }
}
