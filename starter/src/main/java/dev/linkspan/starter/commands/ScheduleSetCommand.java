package dev.linkspan.starter.commands;

import dev.linkspan.starter.setups.SetupClient;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.workflows.setup.ScheduleChange;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Sets other times of the schedule. */
@Command(
    name = "set",
    header = "Verify a setup at other times from now on.",
    mixinStandardHelpOptions = true,
    description = "Also resumes a schedule that is paused, and creates one that is gone.")
public final class ScheduleSetCommand implements Callable<Integer> {
  @ParentCommand private ScheduleCommand schedule;
  @Mixin private RequesterOptions requester;

  @ArgGroup(multiplicity = "1")
  private Times times = new Times();

  @Option(
      names = "--time-zone",
      paramLabel = "ZONE",
      description = "Time zone of --cron, for example Asia/Singapore. Default: UTC.")
  private Optional<String> timeZone = Optional.empty();

  @Parameters(paramLabel = "NAME", description = "Name of the setup.")
  private String name;

  /** One of the three. */
  static final class Times {
    @Option(
        names = "--every",
        paramLabel = "TIME",
        description = "Interval, 5m to 30d: 30m, 1h or 2d.")
    private Optional<String> every = Optional.empty();

    @Option(
        names = "--cron",
        paramLabel = "TIMES",
        description =
            "Minute, hour, day of the month, month, and day of the week: \"0 6 * * MON-FRI\".")
    private Optional<String> cron = Optional.empty();

    @Option(names = "--off", description = "Verify on demand only.")
    private boolean off;
  }

  @Override
  public Integer call() {
    RootCommand linkspan = schedule.linkspan();
    try (TemporalConnection temporal = linkspan.connect()) {
      ScheduleChange change =
          new ScheduleChange(
              requester.by(linkspan.context()),
              times.off ? "off" : times.every.orElse(null),
              times.cron.orElse(null),
              timeZone.orElse(null));
      String reply = new SetupClient(temporal).schedule(name, change);
      linkspan.context().console().say("Setup " + name + ": " + reply + ".");
      return 0;
    }
  }
}
