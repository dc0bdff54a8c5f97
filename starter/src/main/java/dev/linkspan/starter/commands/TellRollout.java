package dev.linkspan.starter.commands;

import dev.linkspan.starter.CommandFailure;
import dev.linkspan.starter.ExitCode;
import dev.linkspan.starter.Linkspan;
import dev.linkspan.starter.temporal.Setups;
import dev.linkspan.starter.temporal.Temporal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Tells the rollout of a setup something, where one is under way. */
public abstract class TellRollout implements Callable<Integer> {

  /** Holds it. */
  @Command(
      name = "pause",
      description = "Let a rollout touch no further broker, until resume.",
      mixinStandardHelpOptions = true)
  public static final class Pause extends TellRollout {
    public Pause() {
      super(
          Setups::pause,
          "The broker under way is finished, then the rollout waits. Go on: linkspan resume %s");
    }
  }

  /** Lets a held one go on. */
  @Command(
      name = "resume",
      description = "Let a paused rollout go on.",
      mixinStandardHelpOptions = true)
  public static final class Resume extends TellRollout {
    public Resume() {
      super(Setups::resume, "The rollout goes on. See: linkspan status %s");
    }
  }

  /** Ends it early. */
  @Command(
      name = "abort",
      description = "End a rollout after the broker under way; the others stay as they are.",
      mixinStandardHelpOptions = true)
  public static final class Abort extends TellRollout {
    public Abort() {
      super(
          Setups::abort,
          "The broker under way is finished, the others stay as they are. See: linkspan status %s");
    }
  }

  @FunctionalInterface
  private interface Message {
    void send(Setups setups, String name, dev.linkspan.workflows.steps.Command command);
  }

  private final Message message;
  private final String effect;

  @ParentCommand private Linkspan linkspan;
  @Mixin private ByOptions by;

  @Parameters(paramLabel = "NAME", description = "The setup.")
  private String name;

  /**
   * @param effect what it brings about, for the person who asked; {@code %s} is the setup
   */
  private TellRollout(Message message, String effect) {
    this.message = message;
    this.effect = effect;
  }

  @Override
  public Integer call() {
    try (Temporal temporal = linkspan.connect()) {
      Setups setups = new Setups(temporal);
      if (setups.rollout(name).isEmpty()) {
        throw new CommandFailure(
            ExitCode.UNEXPECTED, "No brokers of " + name + " are being restarted.");
      }
      message.send(setups, name, by.command(linkspan.surroundings()));
      linkspan.surroundings().console().say(effect.formatted(name));
      return ExitCode.OK.code();
    }
  }
}
