package dev.linkspan.starter.commands;

import dev.linkspan.starter.ExitCode;
import dev.linkspan.starter.Linkspan;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.Widths;
import dev.linkspan.starter.progress.Following;
import dev.linkspan.starter.stack.LocalStack;
import dev.linkspan.starter.stack.Part;
import dev.linkspan.starter.stack.StateFolder;
import dev.linkspan.starter.temporal.Setups;
import dev.linkspan.starter.temporal.Snapshot;
import dev.linkspan.starter.temporal.Temporal;
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

/** The whole way, on one computer. */
@Command(
    name = "demo",
    description = "Show everything on this computer: stack, example setup, approval, proof.",
    mixinStandardHelpOptions = true)
public final class Demo implements Callable<Integer> {
  @ParentCommand private Linkspan linkspan;
  @Mixin private StackOptions stackOptions;

  @Option(
      names = {"-y", "--yes"},
      description = "Approve the endpoint without asking.")
  private boolean yes;

  @Option(
      names = "--brokers",
      paramLabel = "N",
      description = "How many brokers. Usual: ${DEFAULT-VALUE}.",
      defaultValue = "3")
  private int brokers;

  @Option(
      names = "--name",
      description = "Of the setup. Usual: ${DEFAULT-VALUE}.",
      defaultValue = "demo")
  private String name;

  @Option(
      names = "--vpc-prefix",
      paramLabel = "127.N",
      description = "Loopback addresses for its network. Usual: ${DEFAULT-VALUE}.",
      defaultValue = "127.10")
  private String vpcPrefix;

  @Override
  public Integer call() {
    long since = System.nanoTime();
    Console console = linkspan.surroundings().console();
    console.say(console.marks().bold("The local stack"));
    LocalStack stack = stackOptions.up(linkspan, EnumSet.allOf(Part.class));
    Path spec = linkspan.stateFolder().demoSpec();
    DemoSpec.write(spec, stack.settings(), name, vpcPrefix, brokers);
    Plan plan = Planned.of(SpecFile.read(spec), linkspan).plan();
    try (Temporal temporal = linkspan.connect()) {
      Setups setups = new Setups(temporal);
      console.say("");
      console.say(console.marks().bold("The plan") + ", from " + spec);
      console.say("");
      console.data(PlanText.render(plan).stripTrailing());
      console.say("");
      console.say(console.marks().bold("The setup"));
      if (Starting.ensure(temporal, setups, plan, console) && yes) {
        approveInAdvance(setups);
      }
      temporal.page(PrivateLinkSetup.id(name)).ifPresent(p -> console.say("See " + p));
      Snapshot end = follow(temporal, setups);
      return finish(temporal, end, Duration.ofNanos(System.nanoTime() - since)).code();
    }
  }

  private Snapshot follow(Temporal temporal, Setups setups) {
    Console console = linkspan.surroundings().console();
    Following following = new Following(console, setups, name);
    ApprovalQuestion question =
        new ApprovalQuestion(
            console, temporal, following, (approved, request) -> answer(setups, approved, request));
    return following.until(
        s -> {
          question.look(s.status(), yes);
          return settled(s.status());
        });
  }

  // An answer that is there before the endpoint asks costs the setup no time.
  private void approveInAdvance(Setups setups) {
    String user = linkspan.surroundings().user();
    setups.decideEarly(name, new Decision(true, user, "demo --yes", null));
    linkspan.surroundings().console().say("Approved in advance, as --yes says.");
  }

  private String answer(Setups setups, boolean approved, String endpointId) {
    String reason = yes ? "demo --yes" : "answered in the demo";
    return setups.decide(
        name, new Decision(approved, linkspan.surroundings().user(), reason, endpointId));
  }

  private static boolean settled(SetupStatus status) {
    return switch (status.phase()) {
      case READY, BROKEN, PARKED, DESTROYED -> true;
      case AWAITING_APPROVAL, BUILDING, RESTARTING, DESTROYING -> false;
    };
  }

  private ExitCode finish(Temporal temporal, Snapshot end, Duration took) {
    Console console = linkspan.surroundings().console();
    console.say("");
    console.say(console.marks().bold("The proof"));
    ExitCode code = new Outcome(console, temporal).tell(end);
    console.say("");
    if (code == ExitCode.OK) {
      console.say("The link stands and is proved, after " + Widths.elapsed(took) + ". Next:");
      next(temporal, console);
    }
    return code;
  }

  private void next(Temporal temporal, Console console) {
    temporal
        .page(PrivateLinkSetup.id(name))
        .ifPresent(page -> console.say("  look at it in Temporal   " + page));
    String usual =
        StateFolder.of(Optional.empty(), linkspan.surroundings().environment())
                .equals(linkspan.stateFolder())
            ? ""
            : " --state " + linkspan.stateFolder().root();
    console.say("  look at it here          linkspan status " + name + usual);
    console.say("  prove it again           linkspan verify " + name + usual);
    console.say("  remove it                linkspan destroy " + name + usual);
    console.say("  stop the stack           linkspan dev down" + usual);
  }
}
