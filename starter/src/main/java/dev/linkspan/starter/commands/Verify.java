package dev.linkspan.starter.commands;

import dev.linkspan.starter.CommandFailure;
import dev.linkspan.starter.ExitCode;
import dev.linkspan.starter.Linkspan;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.Json;
import dev.linkspan.starter.progress.ReportText;
import dev.linkspan.starter.temporal.Setups;
import dev.linkspan.starter.temporal.Temporal;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.verification.Report;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Proves a link again. */
@Command(
    name = "verify",
    description = "Prove the link again, hop by hop, and show the report.",
    mixinStandardHelpOptions = true,
    footer = {"", "Ends with 0 when every hop is fine, 5 when one is broken."})
public final class Verify implements Callable<Integer> {
  @ParentCommand private Linkspan linkspan;
  @Mixin private OutputOption output;
  @Mixin private ByOptions by;

  @Parameters(paramLabel = "NAME", description = "The setup.")
  private String name;

  @Override
  public Integer call() {
    Console console = linkspan.surroundings().console();
    try (Temporal temporal = linkspan.connect()) {
      Setups setups = new Setups(temporal);
      requireFinished(setups.lookPatiently(name, console::say).status());
      console.say("Proving the link, which takes up to a minute ...");
      Report report = setups.verify(name, by.command(linkspan.surroundings()));
      console.data(
          output.json() ? Json.text(report) : String.join("\n", ReportText.lines(report, console)));
      return (report.healthy() ? ExitCode.OK : ExitCode.BROKEN).code();
    }
  }

  private static void requireFinished(SetupStatus status) {
    switch (status.phase()) {
      case READY, BROKEN -> {}
      case AWAITING_APPROVAL, PARKED ->
          throw new CommandFailure(
              Outcome.code(status),
              "The link does not stand yet: "
                  + status.waitingFor().orElse("a person is waited for")
                  + ". See `linkspan status "
                  + status.name()
                  + "`.");
      case RESTARTING ->
          throw new CommandFailure(
              ExitCode.UNEXPECTED,
              "Its brokers are being restarted; prove the link when that is over. See `linkspan"
                  + " status "
                  + status.name()
                  + "`.");
      default ->
          throw new CommandFailure(
              ExitCode.UNEXPECTED, "There is no link to prove: the setup is " + status.phase());
    }
  }
}
