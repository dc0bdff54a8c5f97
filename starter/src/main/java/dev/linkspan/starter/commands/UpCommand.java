package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.setups.SetupClient;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.PlanChange;
import dev.linkspan.workflows.setup.PrivateLinkSetup;
import dev.linkspan.workflows.setup.UpdateRequest;
import dev.linkspan.workflows.spec.Spec;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Builds a setup. */
@Command(
    name = "up",
    header = "Build the setup of a spec, and follow the progress.",
    mixinStandardHelpOptions = true,
    customSynopsis = {"linkspan up -f FILE [OPTIONS]", "linkspan up --plan FILE [OPTIONS]"},
    description = {
      "Shows the plan, asks, and builds the setup.",
      "The command ends when the link is built, or when the setup needs your attention. On a"
          + " terminal, it asks you to approve the endpoint. Ctrl-C ends only the command; the"
          + " setup continues. If the setup is already running, the command follows it.",
    },
    exitCodeList = {
      "0:The link is built and verified.",
      "2:Nothing was started: the spec is invalid, the cluster cannot be linked as it is, broker"
          + " restarts would make topics unavailable, the plan was not confirmed, or the saved plan"
          + " is out of date.",
      "3:The setup is waiting for approval.",
      "4:A step is parked.",
      "5:The link is broken.",
      "11:The rollout is paused.",
    },
    footer = {
      "Examples:",
      "  linkspan up -f setup.yaml",
      "  linkspan up -f setup.yaml --yes --wait",
      "  linkspan plan -f setup.yaml --out setup.plan && linkspan up --plan setup.plan",
    })
public final class UpCommand implements Callable<Integer> {
  @ParentCommand private RootCommand linkspan;
  @Mixin private OutputOption output;
  @Mixin private RequesterOptions requester;
  @Mixin private AcceptUnavailableOption accept;
  @Mixin private PricesOption prices;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "The spec file, - for standard input.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--plan",
      paramLabel = "FILE",
      description = "Do exactly what this saved plan says, without asking.")
  private Optional<Path> plan = Optional.empty();

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask whether to carry out the plan.")
  private boolean yes;

  @Option(names = "--wait", description = "Keep following while the setup waits for approval.")
  private boolean wait;

  @Option(names = "--detach", description = "Start the setup and do not follow it.")
  private boolean detach;

  @Override
  public Integer call() {
    Console console = linkspan.context().console();
    Optional<SavedPlan> saved = savedPlan();
    Spec spec =
        saved
            .map(given -> SpecFile.parse(given.spec(), plan.orElseThrow()))
            .orElseGet(() -> SpecFile.read(file.orElseThrow(), console));
    String name = spec.name();
    try (TemporalConnection temporal = linkspan.connect()) {
      SetupClient setups = new SetupClient(temporal);
      ensureStarted(temporal, setups, spec, saved);
      if (accept.accepted()) {
        setups.acceptUnavailable(name, requester.command(linkspan.context()));
      }
      temporal.page(PrivateLinkSetup.id(name)).ifPresent(p -> console.say("Temporal UI: " + p));
      if (detach) {
        return 0;
      }
      SetupWatch watch = new SetupWatch(linkspan, temporal, setups, requester, output);
      return watch.report(watch.follow(name, wait)).code();
    }
  }

  private Optional<SavedPlan> savedPlan() {
    if (file.isPresent() == plan.isPresent()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "Give either a spec with --file=FILE, or a plan with --plan=FILE.\n"
              + "See `linkspan up --help`.");
    }
    return plan.map(SavedPlan::read);
  }

  // A cluster cannot be planned for while its brokers restart, but its setup can be followed.
  private void ensureStarted(
      TemporalConnection temporal, SetupClient setups, Spec spec, Optional<SavedPlan> saved) {
    Console console = linkspan.context().console();
    Optional<Plan> standing = PlannedSetup.standing(spec.name(), setups);
    boolean running = standing.isPresent();
    PlannedSetup planned;
    try {
      planned = PlannedSetup.of(spec, linkspan);
    } catch (CommandFailure unfit) {
      if (!running || saved.isPresent() || unfit.exitCode() != ExitCode.USAGE) {
        throw unfit;
      }
      console.say(
          "Setup " + spec.name() + " is already running. Its plan was not compared with the spec:");
      console.say(unfit.getMessage());
      return;
    }
    if (!accept.accepted() && !running) {
      planned.rejectIfTopicsAtRisk();
    }
    saved.ifPresent(given -> given.requireUnmoved(planned, standing));
    if (!running && saved.isEmpty()) {
      console.sayWrapped(new PlanReport(planned, standing, prices.estimate(planned.plan())).text());
      Confirmation.require(console, "Build this?", yes);
    }
    if (running && saved.isPresent()) {
      update(setups, standing.orElseThrow(), planned.plan());
    } else {
      SetupStart.ensureStarted(temporal, setups, planned.plan(), console);
    }
  }

  /** Changes the standing setup as the saved plan says, if anything differs. */
  private void update(SetupClient setups, Plan standing, Plan wanted) {
    if (standing.equals(wanted)) {
      return;
    }
    UpdateCommand.requirePossible(PlanChange.between(standing, wanted));
    String reply =
        setups.update(
            wanted.name(),
            new UpdateRequest(requester.by(linkspan.context()), requester.reason(), wanted));
    linkspan.context().console().say("Setup " + wanted.name() + ": " + reply + ".");
  }
}
