package dev.linkspan.starter.commands;

import dev.linkspan.starter.CommandFailure;
import dev.linkspan.starter.ExitCode;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.Widths;
import dev.linkspan.starter.progress.ApprovalText;
import dev.linkspan.starter.progress.ReportText;
import dev.linkspan.starter.temporal.Snapshot;
import dev.linkspan.starter.temporal.Temporal;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.steps.ParkedStepNotice;
import java.util.List;

/** What a setup has come to, for a person and as an exit code. */
final class Outcome {
  private final Console console;
  private final Temporal temporal;

  Outcome(Console console, Temporal temporal) {
    this.console = console;
    this.temporal = temporal;
  }

  /** The exit code of a setup in this state. */
  static ExitCode code(SetupStatus status) {
    return switch (status.phase()) {
      case READY ->
          status
              .lastReport()
              .map(r -> r.healthy() ? ExitCode.OK : ExitCode.BROKEN)
              .orElse(ExitCode.OK);
      case BUILDING, RESTARTING, DESTROYING, DESTROYED -> ExitCode.OK;
      case AWAITING_APPROVAL -> ExitCode.AWAITING_APPROVAL;
      case PARKED -> ExitCode.PARKED;
      case BROKEN -> ExitCode.BROKEN;
    };
  }

  /** Says what a finished or waiting setup has come to. */
  ExitCode tell(Snapshot snapshot) {
    SetupStatus status = snapshot.status();
    switch (status.phase()) {
      case AWAITING_APPROVAL -> tellApproval(status);
      case PARKED -> tellParked(status);
      default -> {}
    }
    status.lastReport().ifPresent(r -> ReportText.lines(r, console).forEach(console::say));
    if (snapshot.abandoned()) {
      throw new CommandFailure(ExitCode.UNEXPECTED, abandoned(status.name()));
    }
    if (snapshot.ended()) {
      throw new CommandFailure(
          ExitCode.UNEXPECTED, "Setup " + status.name() + " has ended: it was destroyed.");
    }
    return code(status);
  }

  /** Nobody looks after this setup: what to do. */
  static String abandoned(String name) {
    return "The workflow of setup "
        + name
        + " was cancelled or terminated: nobody looks after what it made. `linkspan up` with its"
        + " spec goes on from there.";
  }

  private void tellApproval(SetupStatus status) {
    console.say("");
    status.approval().ifPresent(r -> ApprovalText.facts(r, console).forEach(console::say));
    ApprovalText.howToAnswer(status.name(), temporal).forEach(console::say);
  }

  void tellParked(SetupStatus status) {
    console.say("");
    status.parked().forEach(a -> parked(a, console).forEach(console::say));
    console.say("Then go on: linkspan retry " + status.name());
  }

  /** A step that waits for a person: what is wrong, and what to do. */
  static List<String> parked(ParkedStepNotice attention, Console console) {
    return List.of(
        console.marks().red(console.marks().wrong()) + " " + attention.step() + " is parked",
        "    " + Widths.oneLine(attention.problem()),
        "    -> " + Widths.oneLine(attention.remedy()));
  }
}
