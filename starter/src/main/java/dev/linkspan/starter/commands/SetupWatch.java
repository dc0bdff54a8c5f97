package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.JsonDocument.Kind;
import dev.linkspan.starter.progress.SetupFollower;
import dev.linkspan.starter.setups.SetupClient;
import dev.linkspan.starter.setups.SetupSnapshot;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.workflows.connection.Decision;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import java.util.Optional;

/**
 * Follows a setup until it is finished or needs attention, and asks for the decision in between.
 */
record SetupWatch(
    RootCommand linkspan,
    TemporalConnection temporal,
    SetupClient setups,
    RequesterOptions requester,
    OutputOption output) {

  /**
   * Returns the last snapshot, after it is printed as a document if that is asked for.
   *
   * @param wait whether to go on while the setup waits for a decision; a user who can answer is
   *     asked in any case
   */
  SetupSnapshot follow(String name, boolean wait) {
    Console console = linkspan.context().console();
    SetupFollower follower =
        new SetupFollower(
                console,
                setups,
                name,
                output.streams()
                    ? Optional.of(change -> console.print(output.document(Kind.PROGRESS, change)))
                    : Optional.empty())
            .estimatingFrom(linkspan.stateFolder().workTimes());
    boolean asks = wait || console.interactive();
    ApprovalPrompt prompt =
        new ApprovalPrompt(
            console,
            temporal,
            follower,
            (approved, endpoint) -> setups.decide(name, decision(approved, endpoint)));
    SetupSnapshot end =
        follower.followUntil(
            snapshot -> {
              if (asks) {
                prompt.show(snapshot.status(), false);
              }
              return settled(snapshot.status().phase(), asks);
            });
    if (output.json()) {
      console.print(output.document(Kind.SETUP, end));
    }
    return end;
  }

  /** Prints how the setup ended, or what it waits for; returns the exit code. */
  ExitCode report(SetupSnapshot end) {
    return new SetupOutcome(linkspan.context().console(), temporal).report(end);
  }

  private Decision decision(boolean approved, String endpoint) {
    return new Decision(approved, requester.by(linkspan.context()), requester.reason(), endpoint);
  }

  private static boolean settled(Phase phase, boolean wait) {
    return switch (phase) {
      case READY, BROKEN, PARKED, DESTROYED -> true;
      case AWAITING_APPROVAL -> !wait;
      case BUILDING, RESTARTING, REPAIRING, UPDATING, DESTROYING -> false;
    };
  }
}
