package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.progress.SetupFollower;
import dev.linkspan.starter.setups.AbandonedSetup;
import dev.linkspan.starter.setups.SetupClient;
import dev.linkspan.starter.setups.SetupIdentity;
import dev.linkspan.starter.setups.SetupSnapshot;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.workflows.plan.ClusterPlan.ExistingCluster;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.spec.Spec;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
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
    mixinStandardHelpOptions = true,
    description = {
      "If the setup's workflow was terminated, or if its code fails, --without-workflow ends it and"
          + " removes everything in a new run. That run needs nothing of the old one except its plan"
          + " and the ID of the setup.",
    },
    exitCodeList = {
      "0:Everything is removed.",
      "2:The command line is invalid, or the removal was not confirmed. Nothing was removed.",
      "4:A step of the removal is parked.",
      "6:There is no such setup.",
    })
public final class DestroyCommand implements Callable<Integer> {
  @ParentCommand private RootCommand linkspan;
  @Mixin private RequesterOptions requester;

  @Parameters(paramLabel = "NAME", description = "Name of the setup.")
  private String name;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask for confirmation.")
  private boolean yes;

  @Option(
      names = "--without-workflow",
      description = "End the setup's workflow, and remove everything in a new run.")
  private boolean withoutWorkflow;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description =
          "With --without-workflow: the spec file, if Temporal has no record of the setup.")
  private Optional<Path> file = Optional.empty();

  @Override
  public Integer call() {
    if (file.isPresent() && !withoutWorkflow) {
      throw new CommandFailure(ExitCode.USAGE, "-f needs --without-workflow. Nothing was removed.");
    }
    Console console = linkspan.context().console();
    try (TemporalConnection temporal = linkspan.connect()) {
      SetupClient setups = new SetupClient(temporal);
      if (withoutWorkflow) {
        startTeardown(temporal, setups, console);
      } else {
        requestTeardown(setups, console);
      }
      return follow(temporal, setups, console);
    }
  }

  private void requestTeardown(SetupClient setups, Console console) {
    if (setups.isAbandoned(name)) {
      throw new CommandFailure(ExitCode.NOT_FOUND, AbandonedSetup.message(name));
    }
    if (setups.hasEnded(name)) {
      throw new CommandFailure(ExitCode.NOT_FOUND, "There is no running setup named " + name + ".");
    }
    setups
        .codeFailure(name)
        .ifPresent(
            failure -> {
              throw failure.asCommandFailure();
            });
    Plan plan = setups.plan(name);
    StayingText.lines(plan).forEach(console::say);
    confirm(console, consequence(plan));
    setups.destroy(name, requester.command(linkspan.context()));
    console.say("Removing everything that setup " + name + " created.");
  }

  private void startTeardown(TemporalConnection temporal, SetupClient setups, Console console) {
    SetupIdentity setup = file.map(this::lost).orElseGet(() -> recorded(setups));
    StayingText.lines(setup.plan()).forEach(console::say);
    confirm(console, consequence(setup.plan()) + ". Its workflow is ended first");
    setups.startTeardown(setup, SetupStart.usableSearchAttributes(temporal, console));
    console.say("A new run removes everything that setup " + name + " created.");
  }

  // The removal finds resources by the setup's name; the ID is for creations only.
  private SetupIdentity lost(Path specFile) {
    Spec spec = SpecFile.read(specFile, linkspan.context().console());
    if (!spec.name().equals(name)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          SpecFile.name(specFile)
              + " is the spec of setup "
              + spec.name()
              + ", not of "
              + name
              + ". Nothing was removed.");
    }
    return new SetupIdentity(PlannedSetup.of(spec, linkspan).plan(), UUID.randomUUID().toString());
  }

  private SetupIdentity recorded(SetupClient setups) {
    try {
      return setups.identity(name);
    } catch (CommandFailure e) {
      if (e.exitCode() != ExitCode.NOT_FOUND && e.exitCode() != ExitCode.UNEXPECTED) {
        throw e;
      }
      throw new CommandFailure(
          e.exitCode(),
          "Temporal has no readable record of setup "
              + name
              + ". Nothing was removed.\nIf something of it still exists, run `linkspan destroy "
              + name
              + " --without-workflow -f FILE` with its spec. Its resources have the tag "
              + Owner.SETUP_TAG
              + " with the name of the setup.");
    }
  }

  private int follow(TemporalConnection temporal, SetupClient setups, Console console) {
    SetupSnapshot end = new SetupFollower(console, setups, name).followUntil(s -> parked(s));
    if (end.abandoned()) {
      throw new CommandFailure(ExitCode.UNEXPECTED, AbandonedSetup.message(name));
    }
    if (end.ended()) {
      console.say("Setup " + name + " is destroyed.");
      if (end.status().phase() == Phase.DESTROYED) {
        plan(setups).ifPresent(plan -> StayingText.lines(plan).forEach(console::say));
      }
      return ExitCode.OK.code();
    }
    return new SetupOutcome(console, temporal).reportParked(end.status()).code();
  }

  // Steps that were parked during the build stay in the list until the teardown takes over.
  private static boolean parked(SetupSnapshot snapshot) {
    return snapshot.status().phase() == Phase.PARKED
        && snapshot.status().parked().stream().anyMatch(a -> a.workflow().endsWith("-teardown"));
  }

  private Optional<Plan> plan(SetupClient setups) {
    try {
      return Optional.of(setups.plan(name));
    } catch (CommandFailure unknown) {
      return Optional.empty();
    }
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
