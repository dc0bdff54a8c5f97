package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.progress.SetupFollower;
import dev.linkspan.starter.setups.AbandonedSetup;
import dev.linkspan.starter.setups.SetupClient;
import dev.linkspan.starter.setups.SetupSnapshot;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.workflows.plan.ClusterPlan.ExistingCluster;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Removes everything that a setup created. */
@Command(
    name = "destroy",
    header = "Remove everything that a setup created, and follow the progress.",
    mixinStandardHelpOptions = true)
public final class DestroyCommand implements Callable<Integer> {
  @ParentCommand private RootCommand linkspan;
  @Mixin private RequesterOptions requester;

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
      if (setups.isAbandoned(name)) {
        throw new CommandFailure(
            ExitCode.NOT_FOUND, AbandonedSetup.message(name));
      }
      if (setups.hasEnded(name)) {
        throw new CommandFailure(
            ExitCode.NOT_FOUND, "There is no running setup named " + name + ".");
      }
      confirm(console, consequence(setups.plan(name)));
      setups.destroy(name, requester.command(linkspan.context()));
      console.say("Removing everything that setup " + name + " created.");
      SetupSnapshot end = new SetupFollower(console, setups, name).followUntil(s -> parked(s));
      if (end.abandoned()) {
        throw new CommandFailure(ExitCode.UNEXPECTED, AbandonedSetup.message(name));
      }
      if (end.ended()) {
        console.say("Setup " + name + " is destroyed.");
        return ExitCode.OK.code();
      }
      SetupOutcome outcome = new SetupOutcome(console, temporal);
      outcome.reportParked(end.status());
      return ExitCode.PARKED.code();
    }
  }

  // Steps that were parked during the build stay in the list until the teardown takes over.
  private static boolean parked(SetupSnapshot snapshot) {
    return snapshot.status().phase() == Phase.PARKED
        && snapshot.status().parked().stream().anyMatch(a -> a.workflow().endsWith("-teardown"));
  }

  private static String consequence(Plan plan) {
    return plan.cluster() instanceof ExistingCluster
        ? ". Kafka keeps running, with its listener for TiDB Cloud"
        : ", including all data in Kafka";
  }

  private void confirm(Console console, String consequence) {
    if (yes) {
      return;
    }
    if (!console.interactive()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "Cannot ask for confirmation without a terminal. Confirm with --yes. Nothing was removed.");
    }
    console.say("This removes everything that setup " + name + " created" + consequence + ".");
    String answer = console.ask("To confirm, type the name of the setup: ").orElse("");
    if (!answer.equals(name)) {
      throw new CommandFailure(
          ExitCode.USAGE, "\"" + answer + "\" is not the name of the setup. Nothing was removed.");
    }
  }
}
