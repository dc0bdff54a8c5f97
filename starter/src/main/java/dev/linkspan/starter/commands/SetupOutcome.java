package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.JsonDocument.Kind;
import dev.linkspan.starter.progress.ApprovalText;
import dev.linkspan.starter.progress.HealthText;
import dev.linkspan.starter.progress.NeedsText;
import dev.linkspan.starter.progress.SetupFollower;
import dev.linkspan.starter.setups.AbandonedSetup;
import dev.linkspan.starter.setups.SetupClient;
import dev.linkspan.starter.setups.SetupSnapshot;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.verification.Health;
import java.time.Instant;
import java.util.function.Consumer;

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
      case PARKED -> NeedsText.isPaused(status) ? ExitCode.PAUSED : ExitCode.PARKED;
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
    return report(snapshot, console::say);
  }

  /**
   * The same.
   *
   * @param result receives what the last verification found
   */
  ExitCode report(SetupSnapshot snapshot, Consumer<String> result) {
    SetupStatus status = snapshot.status();
    switch (status.phase()) {
      case AWAITING_APPROVAL -> reportApproval(status);
      case PARKED -> reportParked(status);
      default -> {}
    }
    HealthText.lines(status, console, Instant.now()).forEach(result);
    // No failure: the setup may be printed already, and a command prints one document.
    if (snapshot.abandoned() || snapshot.ended()) {
      console.say(
          snapshot.abandoned()
              ? AbandonedSetup.message(status.name())
              : "Setup " + status.name() + " was destroyed.");
      return ExitCode.UNEXPECTED;
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
   * @throws CommandFailure if the setup is destroyed meanwhile
   */
  ExitCode afterChange(
      SetupClient setups, String name, AcceptedChange change, OutputOption output) {
    SetupSnapshot end =
        new SetupFollower(console, setups, name).followUntil(s -> change.isOver(s.status()));
    if (end.ended()) {
      throw new CommandFailure(ExitCode.UNEXPECTED, "Setup " + name + " was destroyed meanwhile.");
    }
    SetupStatus status = end.status();
    if (status.phase() == Phase.PARKED) {
      return reportParked(end, output);
    }
    status
        .lastReport()
        .ifPresent(
            report ->
                output.print(
                    console,
                    Kind.REPORT,
                    report,
                    () -> String.join("\n", HealthText.lines(status, console, Instant.now()))));
    return code(status);
  }

  /** The same, and the setup as a document if that is asked for. */
  ExitCode reportParked(SetupSnapshot snapshot, OutputOption output) {
    if (output.json()) {
      console.print(output.document(Kind.SETUP, snapshot));
    }
    return reportParked(snapshot.status());
  }

  /** Prints what is parked, and how to go on; returns the exit code. */
  ExitCode reportParked(SetupStatus status) {
    console.say("");
    NeedsText.lines(status, console).forEach(console::say);
    return code(status);
  }
}
