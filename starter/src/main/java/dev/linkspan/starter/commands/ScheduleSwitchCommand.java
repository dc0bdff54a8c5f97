package dev.linkspan.starter.commands;

import dev.linkspan.starter.setups.VerificationScheduleClient;
import dev.linkspan.starter.temporal.TemporalConnection;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Pauses or resumes the schedule of verifications. */
public abstract class ScheduleSwitchCommand implements Callable<Integer> {

  /** Pauses the schedule. */
  @Command(
      name = "pause",
      header = "Pause the scheduled verifications.",
      mixinStandardHelpOptions = true)
  public static final class Pause extends ScheduleSwitchCommand {
    public Pause() {
      super(
          VerificationScheduleClient::pause,
          "The verifications of %1$s are paused. To resume them: linkspan schedule resume %1$s");
    }
  }

  /** Resumes the schedule. */
  @Command(
      name = "resume",
      header = "Resume the scheduled verifications.",
      mixinStandardHelpOptions = true)
  public static final class Resume extends ScheduleSwitchCommand {
    public Resume() {
      super(VerificationScheduleClient::resume, "The verifications of %1$s are resumed.");
    }
  }

  private final BiConsumer<VerificationScheduleClient, String> change;
  private final String effect;

  @ParentCommand private ScheduleCommand schedule;
  @Mixin private RequesterOptions requester;

  @Parameters(paramLabel = "NAME", description = "Name of the setup.")
  private String name;

  /**
   * @param change gets the note of who asks and why
   * @param effect what happened, for the user; {@code %1$s} is the name of the setup
   */
  private ScheduleSwitchCommand(
      BiConsumer<VerificationScheduleClient, String> change, String effect) {
    this.change = change;
    this.effect = effect;
  }

  @Override
  public Integer call() {
    RootCommand linkspan = schedule.linkspan();
    try (TemporalConnection temporal = linkspan.connect()) {
      change.accept(
          new VerificationScheduleClient(temporal, name), requester.note(linkspan.context()));
      linkspan.context().console().say(effect.formatted(name));
      return 0;
    }
  }
}
