package dev.linkspan.starter.commands;

import dev.linkspan.starter.CommandFailure;
import dev.linkspan.starter.ExitCode;
import dev.linkspan.starter.Linkspan;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.progress.Following;
import dev.linkspan.starter.temporal.Setups;
import dev.linkspan.starter.temporal.Snapshot;
import dev.linkspan.starter.temporal.Temporal;
import dev.linkspan.workflows.plan.ClusterPlan.ExistingCluster;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Removes everything a setup made. */
@Command(
    name = "destroy",
    description = "Remove everything a setup made, in order, and follow until it is gone.",
    mixinStandardHelpOptions = true)
public final class Destroy implements Callable<Integer> {
  @ParentCommand private Linkspan linkspan;
  @Mixin private ByOptions by;

  @Parameters(paramLabel = "NAME", description = "The setup.")
  private String name;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask for the name.")
  private boolean yes;

  @Override
  public Integer call() {
    Console console = linkspan.surroundings().console();
    try (Temporal temporal = linkspan.connect()) {
      Setups setups = new Setups(temporal);
      if (setups.isAbandoned(name)) {
        throw new CommandFailure(
            ExitCode.NOT_FOUND, Outcome.abandoned(name) + " Then it can be destroyed.");
      }
      if (setups.hasEnded(name)) {
        throw new CommandFailure(
            ExitCode.NOT_FOUND, "There is no running setup named " + name + ".");
      }
      confirm(console, consequence(setups.planOf(name)));
      setups.destroy(name, by.command(linkspan.surroundings()));
      console.say("Removing everything that setup " + name + " made.");
      Snapshot end = new Following(console, setups, name).until(s -> parked(s));
      if (end.abandoned()) {
        throw new CommandFailure(ExitCode.UNEXPECTED, Outcome.abandoned(name));
      }
      if (end.ended()) {
        console.say("Setup " + name + " is gone.");
        return ExitCode.OK.code();
      }
      Outcome outcome = new Outcome(console, temporal);
      outcome.tellParked(end.status());
      return ExitCode.PARKED.code();
    }
  }

  // Steps that were parked while building stay in the list until the removal takes them over.
  private static boolean parked(Snapshot snapshot) {
    return snapshot.status().phase() == Phase.PARKED
        && snapshot.status().parked().stream().anyMatch(a -> a.workflow().endsWith("-teardown"));
  }

  private static String consequence(Plan plan) {
    return plan.cluster() instanceof ExistingCluster
        ? "; Kafka stays as it is, with its listener for TiDB Cloud"
        : ", Kafka's data included";
  }

  private void confirm(Console console, String consequence) {
    if (yes) {
      return;
    }
    if (!console.interactive()) {
      throw new CommandFailure(
          ExitCode.USAGE, "Nobody can be asked here: confirm with --yes. Nothing was removed.");
    }
    console.say("This removes everything that setup " + name + " made" + consequence + ".");
    String answer = console.ask("Type the setup's name to go on: ").orElse("");
    if (!answer.equals(name)) {
      throw new CommandFailure(
          ExitCode.USAGE, "\"" + answer + "\" is not " + name + ". Nothing was removed.");
    }
  }
}
