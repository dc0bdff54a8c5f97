package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.JsonDocument.Kind;
import dev.linkspan.starter.progress.RepairText;
import dev.linkspan.starter.setups.SetupClient;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.workflows.repair.RepairPlan;
import dev.linkspan.workflows.setup.RepairRequest;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.verification.Report;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Repairs a link. */
@Command(
    name = "repair",
    header = "Put back what the last verification found, and verify the link.",
    mixinStandardHelpOptions = true,
    description =
        "Shows what it is going to add (+) and to change (~), and asks. It never touches what"
            + " Linkspan did not create. Ctrl-C ends only the command; the repair continues.",
    exitCodeList = {
      "0:Nothing is broken after the repair, or the plan is shown.",
      "2:The repair was not confirmed, or a check is unknown.",
      "4:A step is parked.",
      "5:A hop is still broken.",
      "10:The link works, but not everything is as planned.",
      "11:The rollout is paused.",
    })
public final class RepairCommand implements Callable<Integer> {
  @ParentCommand private RootCommand linkspan;
  @Mixin private OutputOption output;
  @Mixin private RequesterOptions requester;

  @Parameters(paramLabel = "NAME", description = "Name of the setup.")
  private String name;

  @Option(names = "--plan", description = "Show what would be put back, and change nothing.")
  private boolean planOnly;

  @Option(
      names = "--verify",
      description = "Verify first. Default: what the last verification found.")
  private boolean verifyFirst;

  @Option(
      names = "--only",
      paramLabel = "CHECK",
      description = "Repair only this check, named as in the plan; can be repeated.")
  private List<String> only = List.of();

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask for confirmation.")
  private boolean yes;

  @Override
  public Integer call() {
    Console console = linkspan.context().console();
    try (TemporalConnection temporal = linkspan.connect()) {
      SetupClient setups = new SetupClient(temporal);
      SetupStatus status = setups.awaitSummary(name, console::say).status();
      requireFinished(status);
      if (verifyFirst) {
        console.say("Verifying the link; this takes up to a minute ...");
        setups.verify(name, requester.command(linkspan.context()));
        status = setups.snapshot(name).status();
      }
      RepairPlan plan = selected(status);
      show(plan, status);
      if (planOnly) {
        return ExitCode.OK.code();
      }
      if (plan.repairable().isEmpty()) {
        return SetupOutcome.code(status).code();
      }
      Confirmation.require(console, "Repair?", yes);
      return repair(setups, status, new SetupOutcome(console, temporal)).code();
    }
  }

  private void requireFinished(SetupStatus status) {
    if (status.phase() != Phase.READY && status.phase() != Phase.BROKEN) {
      ExitCode code = SetupOutcome.code(status);
      throw new CommandFailure(
          code == ExitCode.OK ? ExitCode.UNEXPECTED : code,
          "There is no finished link to repair: the setup is in phase "
              + status.phase()
              + ". See `linkspan status "
              + name
              + "`.");
    }
  }

  private RepairPlan selected(SetupStatus status) {
    RepairPlan plan = RepairPlan.of(status.findings());
    List<String> unknown = plan.unknown(only);
    if (!unknown.isEmpty()) {
      String known =
          status.findings().stream()
              .map(finding -> "\"" + finding.check().key() + "\"")
              .collect(Collectors.joining(", "));
      throw new CommandFailure(
          ExitCode.USAGE,
          "The last verification found nothing at "
              + unknown.stream().map(n -> "\"" + n + "\"").collect(Collectors.joining(", "))
              + ". It found: "
              + (known.isEmpty() ? "nothing" : known)
              + ".");
    }
    return plan.only(only);
  }

  private void show(RepairPlan plan, SetupStatus status) {
    Console console = linkspan.context().console();
    List<String> lines = RepairText.lines(name, plan, status.lastReport().map(Report::at), console);
    if (!planOnly && !plan.repairable().isEmpty()) {
      lines.forEach(console::say);
    } else {
      output.print(console, Kind.REPAIR_PLAN, plan, () -> String.join("\n", lines));
    }
  }

  private ExitCode repair(SetupClient setups, SetupStatus before, SetupOutcome outcome) {
    Console console = linkspan.context().console();
    String reply =
        setups.repair(
            name, new RepairRequest(requester.by(linkspan.context()), requester.reason(), only));
    console.say("Setup " + name + ": " + reply + ".");
    return outcome.afterChange(setups, name, AcceptedChange.repair(before), output);
  }
}
