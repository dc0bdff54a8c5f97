package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.setups.RolloutSignal;
import dev.linkspan.starter.setups.SetupClient;
import dev.linkspan.starter.temporal.TemporalConnection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Sends a signal to the current rollout of a setup. */
public abstract class RolloutSignalCommand implements Callable<Integer> {

  /** Pauses the rollout. */
  @Command(
      name = "pause",
      header = "Pause a rollout after the current broker.",
      mixinStandardHelpOptions = true)
  public static final class Pause extends RolloutSignalCommand {
    public Pause() {
      super(
          RolloutSignal.PAUSE,
          "The rollout pauses after the current broker. To continue, run: linkspan resume %s");
    }
  }

  /** Resumes the rollout. */
  @Command(name = "resume", header = "Resume a paused rollout.", mixinStandardHelpOptions = true)
  public static final class Resume extends RolloutSignalCommand {
    public Resume() {
      super(
          RolloutSignal.RESUME,
          "The rollout continues. To see its progress, run: linkspan watch %s");
    }
  }

  /** Aborts the rollout. */
  @Command(
      name = "abort",
      header = "End a rollout after the current broker.",
      mixinStandardHelpOptions = true)
  public static final class Abort extends RolloutSignalCommand {
    public Abort() {
      super(
          RolloutSignal.ABORT,
          "The rollout ends after the current broker. To see its progress, run: linkspan watch %s");
    }
  }

  private final RolloutSignal signal;
  private final String effect;

  @ParentCommand private RootCommand linkspan;
  @Mixin private RequesterOptions requester;

  @Parameters(paramLabel = "NAME", description = "Name of the setup.")
  private String name;

  /**
   * @param effect what happens next, for the user; {@code %s} is the name of the setup
   */
  private RolloutSignalCommand(RolloutSignal signal, String effect) {
    this.signal = signal;
    this.effect = effect;
  }

  @Override
  public Integer call() {
    try (TemporalConnection temporal = linkspan.connect()) {
      SetupClient setups = new SetupClient(temporal);
      if (setups.rollout(name).isEmpty()) {
        throw new CommandFailure(ExitCode.NO_ROLLOUT, "Setup " + name + " has no active rollout.");
      }
      setups.signalRollout(name, signal, requester.command(linkspan.context()));
      linkspan.context().console().say(effect.formatted(name));
      return ExitCode.OK.code();
    }
  }
}
