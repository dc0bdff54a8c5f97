package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.JsonDocument.Kind;
import dev.linkspan.starter.progress.RolloutText;
import dev.linkspan.starter.progress.SetupFollower;
import dev.linkspan.starter.setups.SetupClient;
import dev.linkspan.starter.setups.SetupSnapshot;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.workflows.rollout.RolloutReport;
import dev.linkspan.workflows.setup.PrivateLinkSetup;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Restarts brokers. */
@Command(
    name = "restart",
    header = "Restart every broker, one at a time, and follow the progress.",
    mixinStandardHelpOptions = true,
    description = "Asks first. Ctrl-C ends only the command; the rollout continues.",
    exitCodeList = {
      "0:All brokers are restarted and in sync.",
      "1:The rollout was rejected or aborted, or a message was lost.",
      "2:The restart was not confirmed.",
      "4:A step is parked.",
      "5:The link is broken, or a broker is down at the end of an aborted rollout.",
      "11:The rollout is paused.",
    })
public final class RestartCommand implements Callable<Integer> {
  @ParentCommand private RootCommand linkspan;
  @Mixin private OutputOption output;
  @Mixin private RequesterOptions requester;
  @Mixin private AcceptUnavailableOption accept;

  @Parameters(paramLabel = "NAME", description = "Name of the setup.")
  private String name;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask for confirmation.")
  private boolean yes;

  @Override
  public Integer call() {
    Console console = linkspan.context().console();
    try (TemporalConnection temporal = linkspan.connect()) {
      SetupClient setups = new SetupClient(temporal);
      SetupStatus before = setups.snapshot(name).status();
      Confirmation.require(console, "Restart every broker of " + name + ", one at a time?", yes);
      String reply =
          setups.restart(
              name,
              new PrivateLinkSetup.Restart(
                  requester.by(linkspan.context()), requester.reason(), accept.accepted()));
      console.say("Setup " + name + ": " + reply + ".");
      SetupSnapshot end =
          new SetupFollower(console, setups, name)
              .followUntil(s -> AcceptedChange.restart(before).isOver(s.status()));
      if (end.ended()) {
        throw new CommandFailure(
            ExitCode.UNEXPECTED, "Setup " + name + " was destroyed meanwhile.");
      }
      return finish(end, before.lastRollout(), new SetupOutcome(console, temporal)).code();
    }
  }

  private ExitCode finish(SetupSnapshot end, Optional<RolloutReport> before, SetupOutcome outcome) {
    SetupStatus status = end.status();
    if (status.phase() == Phase.PARKED) {
      return outcome.reportParked(end, output);
    }
    Optional<RolloutReport> report =
        status.lastRollout().filter(r -> !before.equals(Optional.of(r)));
    report.ifPresent(this::print);
    boolean failed =
        report.filter(r -> r.aborted().isPresent() || lost(r) > 0).isPresent() || report.isEmpty();
    ExitCode code = SetupOutcome.codeOfWork(status);
    return failed && code == ExitCode.OK ? ExitCode.UNEXPECTED : code;
  }

  private void print(RolloutReport report) {
    Console console = linkspan.context().console();
    output.print(
        console,
        Kind.ROLLOUT_REPORT,
        report,
        () -> String.join("\n", RolloutText.lines(report, console)));
  }

  private static long lost(RolloutReport report) {
    return report.audit().map(audit -> audit.all().lost()).orElse(0L);
  }
}
