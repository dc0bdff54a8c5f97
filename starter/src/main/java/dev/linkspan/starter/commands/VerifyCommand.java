package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.JsonDocument.Kind;
import dev.linkspan.starter.progress.HealthText;
import dev.linkspan.starter.progress.NeedsText;
import dev.linkspan.starter.progress.ReportText;
import dev.linkspan.starter.setups.SetupClient;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.verification.Health;
import dev.linkspan.workflows.verification.Report;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Verifies a link. */
@Command(
    name = "verify",
    header = "Verify the link again, hop by hop, and show what is not well.",
    mixinStandardHelpOptions = true,
    exitCodeList = {
      "0:Every hop works, and everything is as planned.",
      "1:There is no link to verify, or it is being changed.",
      "3:The setup is waiting for approval.",
      "4:A step is parked.",
      "5:A hop is broken.",
      "10:Every hop works, but not everything is as planned.",
      "11:The rollout is paused.",
    })
public final class VerifyCommand implements Callable<Integer> {
  @ParentCommand private RootCommand linkspan;
  @Mixin private OutputOption output;
  @Mixin private RequesterOptions requester;

  @Option(names = "--all", description = "Also show the checks that passed.")
  private boolean all;

  @Parameters(paramLabel = "NAME", description = "Name of the setup.")
  private String name;

  @Override
  public Integer call() {
    Console console = linkspan.context().console();
    try (TemporalConnection temporal = linkspan.connect()) {
      SetupClient setups = new SetupClient(temporal);
      requireFinished(setups.awaitSummary(name, console::say).status());
      console.say("Verifying the link; this takes up to a minute, or longer if a check fails ...");
      Report report = setups.verify(name, requester.command(linkspan.context()));
      SetupStatus after = setups.snapshot(name).status();
      output.print(
          console, Kind.REPORT, report, () -> String.join("\n", text(report, after, console)));
      return code(report, after).code();
    }
  }

  private List<String> text(Report report, SetupStatus after, Console console) {
    return all
        ? ReportText.lines(report, console)
        : HealthText.lines(after, console, Instant.now());
  }

  private static ExitCode code(Report report, SetupStatus after) {
    if (!report.healthy() || after.health() == Health.BROKEN) {
      return ExitCode.BROKEN;
    }
    return after.health() == Health.DRIFTED ? ExitCode.DRIFTED : ExitCode.OK;
  }

  private static void requireFinished(SetupStatus status) {
    switch (status.phase()) {
      case READY, BROKEN -> {}
      case AWAITING_APPROVAL, PARKED ->
          throw new CommandFailure(
              SetupOutcome.code(status),
              "The link is not built yet: "
                  + NeedsText.line(status).orElse("the setup is waiting")
                  + ". See `linkspan status "
                  + status.name()
                  + "`.");
      case RESTARTING ->
          throw new CommandFailure(
              ExitCode.UNEXPECTED,
              "The brokers are being restarted. Verify the link after that. See `linkspan status "
                  + status.name()
                  + "`.");
      case REPAIRING, UPDATING ->
          throw new CommandFailure(
              ExitCode.UNEXPECTED,
              "The link is being changed, and verified after that. See `linkspan status "
                  + status.name()
                  + "`.");
      default ->
          throw new CommandFailure(
              ExitCode.UNEXPECTED,
              "There is no link to verify: the setup is in phase " + status.phase() + ".");
    }
  }
}
