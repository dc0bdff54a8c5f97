package dev.linkspan.starter.commands;

import dev.linkspan.setup.PrivateLinkSetup.Command;
import dev.linkspan.starter.CommandFailure;
import dev.linkspan.starter.ExitCode;
import dev.linkspan.starter.Linkspan;
import dev.linkspan.starter.temporal.Setups;
import dev.linkspan.starter.temporal.Temporal;

/** Tells the rollout of a setup something. */
final class RunningRollout {
  private RunningRollout() {}

  /** One thing to tell it. */
  @FunctionalInterface
  interface Message {
    void send(Setups setups, String name, Command command);
  }

  /**
   * Sends it, where a rollout is under way.
   *
   * @param effect what it brings about, for the person who asked
   */
  static int tell(Linkspan linkspan, String name, Command command, Message message, String effect) {
    try (Temporal temporal = linkspan.connect()) {
      Setups setups = new Setups(temporal);
      if (setups.rollout(name).isEmpty()) {
        throw new CommandFailure(
            ExitCode.UNEXPECTED, "No brokers of " + name + " are being restarted.");
      }
      message.send(setups, name, command);
      linkspan.surroundings().console().say(effect);
      return ExitCode.OK.code();
    }
  }
}
