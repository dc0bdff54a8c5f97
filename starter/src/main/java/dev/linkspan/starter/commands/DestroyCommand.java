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
import dev.linkspan.workflows.rollout.ListenerRollout;
import dev.linkspan.workflows.setup.PrivateLinkSetup;
import dev.linkspan.workflows.setup.SetupStatus;
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
      "",
      "The brokers of an existing cluster keep the listener for TiDB Cloud, since taking it out"
          + " restarts them. With --restore-brokers, a rollout with its gates and its audit takes it"
          + " out first; `pause`, `resume`, `abort`, and `retry` work as for any rollout. To leave"
          + " the rest of the brokers as they are, destroy again without --restore-brokers.",
    },
    exitCodeList = {
      "0:Everything is removed.",
      "2:The command line is invalid, or the removal was not confirmed. Nothing was removed.",
      "4:A step of the removal is parked.",
      "6:There is no such setup.",
      "9:The code of the setup's workflow fails: use --without-workflow.",
      "11:The rollout that restores the brokers is paused.",
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
      names = "--restore-brokers",
      description =
          "For an existing cluster: first take the listener that Linkspan added out of the brokers,"
              + " by a rolling restart.")
  private boolean restoreBrokers;

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
    setups.requireRunning(name);
    setups
        .codeFailure(name)
        .ifPresent(
            failure -> {
              throw failure.asCommandFailure();
            });
    Plan plan = setups.plan(name);
    explain(plan, console);
    confirm(console, consequence(plan));
    setups.destroy(name, requester.command(linkspan.context()), restoreBrokers);
    console.say("Removing everything that setup " + name + " created.");
  }

  private void startTeardown(TemporalConnection temporal, SetupClient setups, Console console) {
    setups.requireNoOtherWorkflow(name);
    SetupIdentity setup = file.map(this::lost).orElseGet(() -> recorded(setups));
    explain(setup.plan(), console);
    confirm(console, consequence(setup.plan()) + ". Its workflow is ended first");
    setups.startTeardown(
        setup,
        SetupStart.usableSearchAttributes(temporal, console),
        restoreBrokers ? Optional.of(requester.command(linkspan.context())) : Optional.empty());
    console.say("A new run removes everything that setup " + name + " created.");
  }

  private void explain(Plan plan, Console console) {
    (restoreBrokers ? StayingText.beforeRestoration(plan) : StayingText.before(plan))
        .forEach(console::say);
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
    SetupSnapshot end =
        new SetupFollower(console, setups, name)
            .estimatingFrom(linkspan.stateFolder().workTimes())
            .followUntil(DestroyCommand::parked);
    if (end.abandoned()) {
      throw new CommandFailure(ExitCode.UNEXPECTED, AbandonedSetup.message(name));
    }
    if (end.ended()) {
      console.say("Setup " + name + " is destroyed.");
      if (end.status().phase() == Phase.DESTROYED) {
        reportStaying(end.status(), setups, console);
      }
      return ExitCode.OK.code();
    }
    return new SetupOutcome(console, temporal).reportParked(end.status()).code();
  }

  private void reportStaying(SetupStatus status, SetupClient setups, Console console) {
    boolean restored =
        restoreBrokers
            && status
                .lastRollout()
                .filter(rollout -> rollout.reason().equals(ListenerRollout.REMOVAL))
                .filter(rollout -> rollout.aborted().isEmpty())
                .isPresent();
    if (restored) {
      console.say("The brokers are as they were before the link.");
    } else {
      plan(setups).ifPresent(plan -> StayingText.after(plan).forEach(console::say));
    }
  }

  // Steps that were parked during the build stay in the list until the removal takes over.
  private static boolean parked(SetupSnapshot snapshot) {
    boolean restoring =
        snapshot.progress().progress().steps().stream()
            .anyMatch(step -> step.name().equals(PrivateLinkSetup.RESTORATION_BEGINS));
    return snapshot.status().phase() == Phase.PARKED
        && snapshot.status().parked().stream()
            .anyMatch(step -> restoring || step.workflow().endsWith("-teardown"));
  }

  private Optional<Plan> plan(SetupClient setups) {
    try {
      return Optional.of(setups.plan(name));
    } catch (CommandFailure unknown) {
      return Optional.empty();
    }
  }

  private String consequence(Plan plan) {
    if (!(plan.cluster() instanceof ExistingCluster)) {
      return ", including all data in Kafka";
    }
    return restoreBrokers
        ? ". Kafka keeps running, without the listener for TiDB Cloud"
        : ". Kafka keeps running, with its listener for TiDB Cloud (--restore-brokers takes it out"
            + " first)";
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
