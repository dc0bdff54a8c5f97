package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.Json;
import dev.linkspan.starter.console.TextWidth;
import dev.linkspan.starter.progress.ApprovalText;
import dev.linkspan.starter.progress.HealthText;
import dev.linkspan.starter.progress.SetupFollower;
import dev.linkspan.starter.setups.AbandonedSetup;
import dev.linkspan.starter.setups.SetupClient;
import dev.linkspan.starter.setups.SetupSnapshot;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.ParkedStepNotice;
import dev.linkspan.workflows.verification.Health;
import java.time.Instant;
import java.util.List;

/** The state of a setup that a command ends with, as messages and as an exit code. */
final class SetupOutcome {
  private final Console console;
  private final TemporalConnection temporal;

  SetupOutcome(Console console, TemporalConnection temporal) {
    this.console = console;
    this.temporal = temporal;
  }

  /** The exit code of a setup in this state. */
  static ExitCode code(SetupStatus status) {
    return switch (status.phase()) {
      case READY -> status.health() == Health.DRIFTED ? ExitCode.DRIFTED : ExitCode.OK;
      case BUILDING, RESTARTING, REPAIRING, UPDATING, DESTROYING, DESTROYED -> ExitCode.OK;
      case AWAITING_APPROVAL -> ExitCode.AWAITING_APPROVAL;
      case PARKED -> ExitCode.PARKED;
      case BROKEN -> ExitCode.BROKEN;
    };
  }

  /** The exit code of work that leads to this state: a link that works is a success. */
  static ExitCode codeOfWork(SetupStatus status) {
    ExitCode code = code(status);
    return code == ExitCode.DRIFTED ? ExitCode.OK : code;
  }

  /** Prints the state of a setup that has ended or waits; returns the exit code. */
  ExitCode report(SetupSnapshot snapshot) {
    SetupStatus status = snapshot.status();
    switch (status.phase()) {
      case AWAITING_APPROVAL -> reportApproval(status);
      case PARKED -> reportParked(status);
      default -> {}
    }
    HealthText.lines(status, console, Instant.now()).forEach(console::say);
    if (snapshot.abandoned()) {
      throw new CommandFailure(ExitCode.UNEXPECTED, AbandonedSetup.message(status.name()));
    }
    if (snapshot.ended()) {
      throw new CommandFailure(ExitCode.UNEXPECTED, "Setup " + status.name() + " was destroyed.");
    }
    return codeOfWork(status);
  }

  private void reportApproval(SetupStatus status) {
    console.say("");
    status.approval().ifPresent(r -> ApprovalText.facts(r, console).forEach(console::say));
    ApprovalText.howToAnswer(status.name(), temporal).forEach(console::say);
  }

  /**
   * Follows a change of a standing link to its end, and prints what the verification at its end
   * found; as text, only what is not well.
   *
   * @param during the phase of the change
   * @throws CommandFailure if the setup is destroyed meanwhile
   */
  ExitCode afterChange(SetupClient setups, String name, Phase during, boolean json) {
    SetupSnapshot end =
        new SetupFollower(console, setups, name).followUntil(s -> s.status().phase() != during);
    if (end.ended()) {
      throw new CommandFailure(ExitCode.UNEXPECTED, "Setup " + name + " was destroyed meanwhile.");
    }
    SetupStatus status = end.status();
    if (status.phase() == Phase.PARKED) {
      reportParked(status);
      return ExitCode.PARKED;
    }
    status
        .lastReport()
        .ifPresent(
            report ->
                console.print(
                    json
                        ? Json.text(report)
                        : String.join("\n", HealthText.lines(status, console, Instant.now()))));
    return code(status);
  }

  void reportParked(SetupStatus status) {
    console.say("");
    status.parked().forEach(a -> parked(a, console).forEach(console::say));
    console.say("After you fix the problem, run: linkspan retry " + status.name());
  }

  /** A parked step: the problem, and how to fix it. */
  static List<String> parked(ParkedStepNotice notice, Console console) {
    return List.of(
        console.theme().red(console.theme().wrong()) + " " + notice.step() + " is parked",
        "    " + TextWidth.oneLine(notice.problem()),
        "    -> " + TextWidth.oneLine(notice.remedy()));
  }
}
