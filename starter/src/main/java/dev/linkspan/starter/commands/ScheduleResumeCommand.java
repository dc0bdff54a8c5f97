package dev.linkspan.starter.commands;

import dev.linkspan.starter.setups.VerificationScheduleClient;
import dev.linkspan.starter.temporal.TemporalConnection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Resumes the schedule. */
@Command(
    name = "resume",
    header = "Resume the scheduled verifications.",
    mixinStandardHelpOptions = true)
public final class ScheduleResumeCommand implements Callable<Integer> {
  @ParentCommand private ScheduleCommand schedule;
  @Mixin private RequesterOptions requester;

  @Parameters(paramLabel = "NAME", description = "Name of the setup.")
  private String name;

  @Override
  public Integer call() {
    RootCommand linkspan = schedule.linkspan();
    try (TemporalConnection temporal = linkspan.connect()) {
      new VerificationScheduleClient(temporal, name).resume(requester.note(linkspan.context()));
      linkspan.context().console().say("The verifications of " + name + " are resumed.");
      return 0;
    }
  }
}
