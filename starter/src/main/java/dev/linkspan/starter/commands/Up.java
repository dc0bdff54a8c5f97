package dev.linkspan.starter.commands;

import dev.linkspan.starter.CommandFailure;
import dev.linkspan.starter.ExitCode;
import dev.linkspan.starter.Linkspan;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.Json;
import dev.linkspan.starter.progress.Following;
import dev.linkspan.starter.temporal.Setups;
import dev.linkspan.starter.temporal.Snapshot;
import dev.linkspan.starter.temporal.Temporal;
import dev.linkspan.workflows.setup.PrivateLinkSetup;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.spec.Spec;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Builds what a spec asks for. */
@Command(
    name = "up",
    description = "Build what a spec asks for, and follow it. Ctrl-C only stops following.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Ends with 0 when the link stands and is proved, 3 when a person must approve,",
      "4 when a step is parked, 5 when the link is broken. Ends with 2 before anything",
      "is started when an existing cluster cannot be linked as it is, or when topics",
      "of it would be unavailable while its brokers restart.",
    })
public final class Up implements Callable<Integer> {
  @ParentCommand private Linkspan linkspan;
  @Mixin private OutputOption output;
  @Mixin private ByOptions by;
  @Mixin private AcceptOption accept;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      required = true,
      description = "The spec.")
  private Path file;

  @Option(names = "--wait", description = "Go on following while a person decides.")
  private boolean wait;

  @Option(names = "--detach", description = "Start it and do not follow.")
  private boolean detach;

  @Override
  public Integer call() {
    Console console = linkspan.surroundings().console();
    Spec spec = SpecFile.read(file);
    String name = spec.name();
    try (Temporal temporal = linkspan.connect()) {
      Setups setups = new Setups(temporal);
      ensure(temporal, setups, spec, console);
      if (accept.accepted()) {
        setups.acceptUnavailable(name, by.command(linkspan.surroundings()));
      }
      temporal.page(PrivateLinkSetup.id(name)).ifPresent(p -> console.say("See " + p));
      if (detach) {
        return 0;
      }
      Following following = new Following(console, setups, name);
      Snapshot end = following.until(s -> settled(s.status().phase()));
      if (output.json()) {
        console.data(Json.text(end.status()));
      }
      return new Outcome(console, temporal).tell(end).code();
    }
  }

  /**
   * While its brokers restart nothing can be planned for a cluster, but its setup can be followed.
   */
  private void ensure(Temporal temporal, Setups setups, Spec spec, Console console) {
    boolean runs = setups.exists(spec.name());
    Planned planned;
    try {
      planned = Planned.of(spec, linkspan);
    } catch (CommandFailure unfit) {
      if (!runs || unfit.exitCode() != ExitCode.USAGE) {
        throw unfit;
      }
      console.say("Setup " + spec.name() + " runs already, and is not compared with the spec.");
      console.say(unfit.getMessage());
      return;
    }
    if (!accept.accepted() && !runs) {
      planned.refuseIfAtRisk();
    }
    Starting.ensure(temporal, setups, planned.plan(), console);
  }

  private boolean settled(Phase phase) {
    return switch (phase) {
      case READY, BROKEN, PARKED, DESTROYED -> true;
      case AWAITING_APPROVAL -> !wait;
      case BUILDING, RESTARTING, DESTROYING -> false;
    };
  }
}
