package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.DurationText;
import dev.linkspan.starter.progress.SetupFollower;
import dev.linkspan.starter.setups.SetupClient;
import dev.linkspan.starter.setups.SetupSnapshot;
import dev.linkspan.starter.stack.Component;
import dev.linkspan.starter.stack.LocalStack;
import dev.linkspan.starter.stack.StackSettings;
import dev.linkspan.starter.stack.StateFolder;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.workflows.connection.Decision;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.planning.PlanText;
import dev.linkspan.workflows.setup.PrivateLinkSetup;
import dev.linkspan.workflows.setup.SetupStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Runs the whole process on one computer. */
@Command(
    name = "demo",
    header = "Run a complete example on this computer.",
    mixinStandardHelpOptions = true,
    description = {
      "Starts the local stack, where a sandbox stands in for Alibaba Cloud and TiDB Cloud and"
          + " runs real Kafka brokers, and builds a link in it. Needs no account; creates nothing"
          + " outside this computer.",
      "With --existing, the brokers run already, and a rolling restart gives them the listener.",
    })
public final class DemoCommand implements Callable<Integer> {
  @ParentCommand private RootCommand linkspan;
  @Mixin private StackOptions stackOptions;

  @Option(
      names = {"-y", "--yes"},
      description = "Approve the connection request without a prompt.")
  private boolean yes;

  @Option(
      names = "--brokers",
      paramLabel = "N",
      description = "Number of brokers. Default: ${DEFAULT-VALUE}.",
      defaultValue = "3")
  private int brokers;

  @Option(
      names = "--existing",
      description =
          "Link a running Kafka cluster that Linkspan did not create. The sandbox builds it first.")
  private boolean existing;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the setup. Default: demo; with --existing, demo-existing.")
  private Optional<String> wantedName = Optional.empty();

  @Option(
      names = "--vpc-prefix",
      paramLabel = "127.N",
      description = "Loopback addresses for the network. Default: 127.10; with --existing, 127.30.")
  private Optional<String> vpcPrefix = Optional.empty();

  private String name = "";

  @Override
  public Integer call() {
    long since = System.nanoTime();
    Console console = linkspan.context().console();
    name = wantedName.orElse(existing ? "demo-existing" : "demo");
    DemoSpec.problem(name, prefix(), brokers)
        .ifPresent(
            problem -> {
              throw new CommandFailure(ExitCode.USAGE, problem + " Nothing was started.");
            });
    console.say(console.theme().bold("Local stack"));
    LocalStack stack = stackOptions.up(linkspan, EnumSet.allOf(Component.class));
    Path spec = writeSpec(stack.settings());
    Plan plan = plan(spec, stack.settings());
    try (TemporalConnection temporal = linkspan.connect(stack.settings())) {
      SetupClient setups = new SetupClient(temporal);
      console.say("");
      console.say(console.theme().bold("Plan") + ", from " + spec);
      console.say("");
      console.printWrapped(PlanText.render(plan).stripTrailing());
      console.say("");
      console.say(console.theme().bold("Setup"));
      if (SetupStart.ensureStarted(temporal, setups, plan, console) && yes) {
        approveEarly(setups);
      }
      temporal.page(PrivateLinkSetup.id(name)).ifPresent(p -> console.say("Temporal UI: " + p));
      SetupSnapshot end = follow(temporal, setups);
      return finish(temporal, end, Duration.ofNanos(System.nanoTime() - since)).code();
    }
  }

  private String prefix() {
    return vpcPrefix.orElse(existing ? "127.30" : "127.10");
  }

  private Path writeSpec(StackSettings settings) {
    StateFolder folder = linkspan.stateFolder();
    if (!existing) {
      DemoSpec.write(folder, settings, name, prefix(), brokers);
      return folder.demoSpec();
    }
    Console console = linkspan.context().console();
    console.say("");
    console.say(console.theme().bold("Existing cluster"));
    Path spec = folder.existingDemoSpec();
    new ExistingDemoCluster(console, folder, settings.sandbox(), name, prefix(), brokers)
        .specWhenItRuns(spec);
    return spec;
  }

  // The cluster of a setup that runs already can be in the middle of its rollout.
  private Plan plan(Path spec, StackSettings settings) {
    try (TemporalConnection temporal = linkspan.connect(settings)) {
      Optional<Plan> standing =
          existing ? PlannedSetup.standing(name, new SetupClient(temporal)) : Optional.empty();
      return standing.orElseGet(() -> planned(spec, temporal));
    }
  }

  private Plan planned(Path spec, TemporalConnection temporal) {
    PlannedSetup planned =
        PlannedSetup.of(
            SpecFile.read(spec, linkspan.context().console()),
            linkspan.context().console(),
            temporal);
    planned.rejectIfTopicsAtRisk();
    return planned.plan();
  }

  private SetupSnapshot follow(TemporalConnection temporal, SetupClient setups) {
    Console console = linkspan.context().console();
    SetupFollower follower =
        new SetupFollower(console, setups, name).estimatingFrom(linkspan.stateFolder().workTimes());
    ApprovalPrompt prompt =
        new ApprovalPrompt(
            console, temporal, follower, (approved, request) -> decide(setups, approved, request));
    return follower.followUntil(
        s -> {
          prompt.show(s.status(), yes);
          return settled(s.status());
        });
  }

  // With a decision before the request, the setup does not have to wait.
  private void approveEarly(SetupClient setups) {
    String user = linkspan.context().user();
    setups.decide(name, new Decision(true, user, "demo --yes", null));
    linkspan.context().console().say("Approved in advance because of --yes.");
  }

  private String decide(SetupClient setups, boolean approved, String endpointId) {
    String reason = yes ? "demo --yes" : "demo";
    return setups.decide(
        name, new Decision(approved, linkspan.context().user(), reason, endpointId));
  }

  private static boolean settled(SetupStatus status) {
    return switch (status.phase()) {
      case READY, BROKEN, PARKED, DESTROYED -> true;
      case AWAITING_APPROVAL, BUILDING, RESTARTING, REPAIRING, UPDATING, DESTROYING -> false;
    };
  }

  private ExitCode finish(TemporalConnection temporal, SetupSnapshot end, Duration took) {
    Console console = linkspan.context().console();
    console.say("");
    console.say(console.theme().bold("Verification"));
    ExitCode code = new SetupOutcome(console, temporal).report(end, console::print);
    console.say("");
    if (code == ExitCode.OK) {
      console.say(
          "The link is built and verified, after " + DurationText.of(took) + ". Next steps:");
      next(temporal, console);
    }
    return code;
  }

  private void next(TemporalConnection temporal, Console console) {
    temporal
        .page(PrivateLinkSetup.id(name))
        .ifPresent(page -> console.say("  open Temporal UI    " + page));
    String stateOption =
        StateFolder.of(Optional.empty(), linkspan.context().environment())
                .equals(linkspan.stateFolder())
            ? ""
            : " --state " + linkspan.stateFolder().root();
    console.say("  show the setup      linkspan status " + name + stateOption);
    console.say("  verify the link     linkspan verify " + name + stateOption);
    console.say(
        "  remove the setup    linkspan destroy "
            + name
            + (existing ? " --restore-brokers" : "")
            + stateOption);
    console.say("  stop the stack      linkspan dev down" + stateOption);
  }
}
