package dev.linkspan.starter.commands;

import dev.linkspan.starter.CommandFailure;
import dev.linkspan.starter.ExitCode;
import dev.linkspan.starter.Linkspan;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.progress.ApprovalText;
import dev.linkspan.starter.temporal.Setups;
import dev.linkspan.starter.temporal.Temporal;
import dev.linkspan.workflows.connection.ConnectionActivities.EndpointRequest;
import dev.linkspan.workflows.connection.Decision;
import dev.linkspan.workflows.setup.SetupStatus;

/** Answers an endpoint's request, for exactly the endpoint that was shown. */
final class Deciding {
  private final Linkspan linkspan;
  private final ByOptions by;
  private final boolean early;

  Deciding(Linkspan linkspan, ByOptions by, boolean early) {
    this.linkspan = linkspan;
    this.by = by;
    this.early = early;
  }

  int decide(String name, boolean approved) {
    Console console = linkspan.surroundings().console();
    String who = by.by(linkspan.surroundings());
    try (Temporal temporal = linkspan.connect()) {
      Setups setups = new Setups(temporal);
      if (early) {
        setups.decideEarly(name, new Decision(approved, who, by.reason(), null));
        console.say("Kept for when the endpoint asks: " + word(approved) + " by " + who + ".");
        return ExitCode.OK.code();
      }
      SetupStatus status = setups.lookPatiently(name, console::say).status();
      if (status.decision().isPresent()) {
        return already(status.decision().get(), approved, console);
      }
      EndpointRequest request = status.approval().orElseThrow(() -> nothingAsks(status));
      ApprovalText.facts(request, console).forEach(console::say);
      var decision = new Decision(approved, who, by.reason(), request.endpointId());
      String answer = setups.decide(name, decision);
      console.say(answer == null || answer.isBlank() ? word(approved) + "." : answer);
      return ExitCode.OK.code();
    }
  }

  private static int already(Decision decision, boolean approved, Console console) {
    String by = decision.by() == null ? "somebody" : decision.by();
    boolean was = Boolean.TRUE.equals(decision.approved());
    String text = "It was decided already: " + word(was) + " by " + by + ".";
    if (was != approved) {
      throw new CommandFailure(ExitCode.UNEXPECTED, text + " The first decision counts.");
    }
    console.say(text);
    return ExitCode.OK.code();
  }

  private static CommandFailure nothingAsks(SetupStatus status) {
    return new CommandFailure(
        ExitCode.UNEXPECTED,
        "No endpoint asks to connect yet; the setup is "
            + status.phase()
            + ".\nWait for it with `linkspan status "
            + status.name()
            + "`, or answer in advance with --early.");
  }

  private static String word(boolean approved) {
    return approved ? "approved" : "rejected";
  }
}
