package dev.linkspan.starter.commands;

import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Shows and changes the schedule of verifications. */
@Command(
    name = "schedule",
    header = "Show, set, pause, resume, or run the verification schedule.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ScheduleShowCommand.class,
      ScheduleSetCommand.class,
      ScheduleSwitchCommand.Pause.class,
      ScheduleSwitchCommand.Resume.class,
      ScheduleRunCommand.class
    })
public final class ScheduleCommand {
  @ParentCommand private RootCommand linkspan;

  RootCommand linkspan() {
    return linkspan;
  }
}
