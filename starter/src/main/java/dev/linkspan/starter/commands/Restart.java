package dev.linkspan.starter.commands;

import dev.linkspan.starter.CommandFailure;
import dev.linkspan.starter.ExitCode;
import dev.linkspan.starter.Linkspan;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.Json;
import dev.linkspan.starter.progress.Following;
import dev.linkspan.starter.progress.RolloutText;
import dev.linkspan.starter.temporal.Setups;
import dev.linkspan.starter.temporal.Snapshot;
import dev.linkspan.starter.temporal.Temporal;
import dev.linkspan.workflows.rollout.RolloutReport;
import dev.linkspan.workflows.setup.PrivateLinkSetup;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Restarts brokers. */
@Command(
    name = "restart",
    description = "Restart every broker, one at a time, and follow. Ctrl-C only stops following.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Ends with 0 when all brokers are well again, 1 when it was aborted or a message",
      "was lost, 4 when a step is parked or the rollout is paused, 5 when the link is",
      "broken.",
    })
public final class Restart implements Callable<Integer> {
  @ParentCommand private Linkspan linkspan;
  @Mixin private OutputOption output;
  @Mixin private ByOptions by;
  @Mixin private AcceptOption accept;

  @Parameters(paramLabel = "NAME", description = "The setup.")
  private String name;

  @Override
  public Integer call() {
    Console console = linkspan.surroundings().console();
    try (Temporal temporal = linkspan.connect()) {
      Setups setups = new Setups(temporal);
      Optional<RolloutReport> before = setups.look(name).status().lastRollout();
      String reply =
          setups.restart(
              name,
              new PrivateLinkSetup.Restart(
                  by.by(linkspan.surroundings()), by.reason(), accept.accepted()));
      console.say("Setup " + name + ": " + reply + ".");
      Snapshot end =
          new Following(console, setups, name).until(s -> s.status().phase() != Phase.RESTARTING);
      if (end.ended()) {
        throw new CommandFailure(
            ExitCode.UNEXPECTED, "Setup " + name + " was destroyed meanwhile.");
      }
      return finish(end.status(), before, new Outcome(console, temporal)).code();
    }
  }

  private ExitCode finish(SetupStatus status, Optional<RolloutReport> before, Outcome outcome) {
    if (status.phase() == Phase.PARKED) {
      outcome.tellParked(status);
      return ExitCode.PARKED;
    }
    Optional<RolloutReport> report =
        status.lastRollout().filter(r -> !before.equals(Optional.of(r)));
    report.ifPresent(this::tell);
    boolean spoiled =
        report.filter(r -> r.aborted().isPresent() || lost(r) > 0).isPresent() || report.isEmpty();
    return spoiled ? ExitCode.UNEXPECTED : Outcome.code(status);
  }

  private void tell(RolloutReport report) {
    Console console = linkspan.surroundings().console();
    console.data(
        output.json() ? Json.text(report) : String.join("\n", RolloutText.lines(report, console)));
  }

  private static long lost(RolloutReport report) {
    return report.audit().map(audit -> audit.all().lost()).orElse(0L);
  }
}
