package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.JsonDocument.Kind;
import dev.linkspan.starter.setups.SetupClient;
import dev.linkspan.starter.setups.SetupSnapshot;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.workflows.setup.PrivateLinkSetup;
import dev.linkspan.workflows.spec.Spec;
import java.nio.file.Path;
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
    customSynopsis = "linkspan up -f FILE [OPTIONS]",
    description = {
      "The command ends when the link is built, or when the setup needs your attention. On a terminal, it"
          + " asks you to approve the endpoint. Ctrl-C ends only the command; the setup continues. If"
          + " the setup is already running, the command follows it.",
    },
    exitCodeList = {
      "0:The link is built and verified.",
      "2:Nothing was started: the spec is invalid, the cluster cannot be linked as it is, or broker"
          + " restarts would make topics unavailable.",
      "3:The setup is waiting for approval.",
      "4:A step is parked.",
      "5:The link is broken.",
    },
    footer = {
      "Examples:",
      "  linkspan up -f setup.yaml",
      "  linkspan up -f setup.yaml --wait",
    })
public final class UpCommand implements Callable<Integer> {
  @ParentCommand private RootCommand linkspan;
  @Mixin private OutputOption output;
  @Mixin private RequesterOptions requester;
  @Mixin private AcceptUnavailableOption accept;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      required = true,
      description = "The spec file, - for standard input.")
  private Path file;

  @Option(names = "--wait", description = "Keep following while the setup waits for approval.")
  private boolean wait;

  @Option(names = "--detach", description = "Start the setup and do not follow it.")
  private boolean detach;

  @Override
  public Integer call() {
    Console console = linkspan.context().console();
    Spec spec = SpecFile.read(file, console);
    String name = spec.name();
    try (TemporalConnection temporal = linkspan.connect()) {
      SetupClient setups = new SetupClient(temporal);
      ensureStarted(temporal, setups, spec, console);
      if (accept.accepted()) {
        setups.acceptUnavailable(name, requester.command(linkspan.context()));
      }
      temporal.page(PrivateLinkSetup.id(name)).ifPresent(p -> console.say("Temporal UI: " + p));
      if (detach) {
        return 0;
      }
      SetupSnapshot end =
          new SetupWatch(linkspan, temporal, setups, requester, output).follow(name, wait);
      if (output.json()) {
        console.print(output.document(Kind.SETUP, end));
      }
      return new SetupOutcome(console, temporal).report(end).code();
    }
  }

  // A cluster cannot be planned for while its brokers restart, but its setup can be followed.
  private void ensureStarted(
      TemporalConnection temporal, SetupClient setups, Spec spec, Console console) {
    boolean running = setups.isRunning(spec.name());
    PlannedSetup planned;
    try {
      planned = PlannedSetup.of(spec, linkspan);
    } catch (CommandFailure unfit) {
      if (!running || unfit.exitCode() != ExitCode.USAGE) {
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
    SetupStart.ensureStarted(temporal, setups, planned.plan(), console);
  }
}
