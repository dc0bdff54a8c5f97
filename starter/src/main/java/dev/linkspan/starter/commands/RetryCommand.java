package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.setups.SetupClient;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.workflows.setup.SetupStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Retries parked steps. */
@Command(
    name = "retry",
    header = "Retry every parked step, after you have fixed the problem.",
    mixinStandardHelpOptions = true,
    exitCodeList = {
      "0:Every parked step is retried.",
      "6:There is no such setup.",
      "13:No step is parked.",
    })
public final class RetryCommand implements Callable<Integer> {
  @ParentCommand private RootCommand linkspan;
  @Mixin private RequesterOptions requester;
  @Mixin private AcceptUnavailableOption accept;

  @Parameters(paramLabel = "NAME", description = "Name of the setup.")
  private String name;

  @Override
  public Integer call() {
    var context = linkspan.context();
    try (TemporalConnection temporal = linkspan.connect()) {
      SetupClient setups = new SetupClient(temporal);
      if (accept.accepted()) {
        setups.acceptUnavailable(name, requester.command(context));
      } else {
        requireParked(setups.awaitSummary(name, context.console()::say).status());
        setups.retry(name, requester.command(context));
      }
      context
          .console()
          .say("Retrying parked steps. To see the progress, run: linkspan watch " + name);
      return ExitCode.OK.code();
    }
  }

  private static void requireParked(SetupStatus status) {
    if (status.parked().isEmpty()) {
      throw new CommandFailure(
          ExitCode.NOTHING_PARKED,
          "No step of "
              + status.name()
              + " is parked; the setup is in phase "
              + status.phase()
              + ". Nothing was retried.");
    }
  }
}
