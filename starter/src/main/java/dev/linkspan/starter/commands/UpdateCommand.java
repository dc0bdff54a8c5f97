package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.JsonDocument.Kind;
import dev.linkspan.starter.console.Table;
import dev.linkspan.starter.setups.SetupClient;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.PlanChange;
import dev.linkspan.workflows.plan.PlanChange.Change;
import dev.linkspan.workflows.planning.ConfigurationDiff;
import dev.linkspan.workflows.repair.RepairPlan;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.setup.UpdateRequest;
import dev.linkspan.workflows.spec.Spec;
import dev.linkspan.workflows.verification.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Updates a link. */
@Command(
    name = "update",
    header = "Change a link as its changed spec says, and verify it.",
    mixinStandardHelpOptions = true,
    customSynopsis = "linkspan update -f FILE [OPTIONS]",
    description =
        "Shows what changes, and asks. If a change is not possible in place, nothing is changed.",
    exitCodeList = {
      "0:The link is updated and works, or the plan is shown.",
      "2:The spec is invalid, a change is not possible, or it was not confirmed.",
      "4:A step is parked.",
      "5:A hop is broken.",
      "6:There is no such setup.",
      "10:The link works, but not everything is as planned.",
      "11:The rollout is paused.",
    })
public final class UpdateCommand implements Callable<Integer> {
  @ParentCommand private RootCommand linkspan;
  @Mixin private OutputOption output;
  @Mixin private RequesterOptions requester;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      required = true,
      description = "The changed spec, - for standard input.")
  private Path file;

  @Option(names = "--plan", description = "Show what would change, and change nothing.")
  private boolean planOnly;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask for confirmation.")
  private boolean yes;

  @Override
  public Integer call() {
    Console console = linkspan.context().console();
    Spec spec = SpecFile.read(file, console);
    try (TemporalConnection temporal = linkspan.connect()) {
      SetupClient setups = new SetupClient(temporal);
      setups.requireRunning(spec.name());
      Plan wanted = PlannedSetup.of(spec, console, temporal).plan();
      Plan now = setups.plan(wanted.name());
      PlanChange change = PlanChange.between(now, wanted);
      show(now, wanted, change);
      requirePossible(change);
      if (change.changes().isEmpty()) {
        repairable(wanted.name(), setups.snapshot(wanted.name()).status().findings())
            .ifPresent(console::say);
      }
      if (planOnly || change.changes().isEmpty()) {
        return ExitCode.OK.code();
      }
      Confirmation.require(console, "Update?", yes);
      ExitCode code = update(wanted, setups, new SetupOutcome(console, temporal));
      if (change.changes().stream().anyMatch(Change::adds)) {
        sayHowToMovePartitions(setups, wanted.name());
      }
      return code.code();
    }
  }

  /** An update that was aborted leaves a plan that not every broker has: a repair applies it. */
  static Optional<String> repairable(String name, List<Finding> findings) {
    int repairable = RepairPlan.of(findings).repairable().size();
    return repairable == 0
        ? Optional.empty()
        : Optional.of(
            "The plan is the same, but the last verification found %d %s not as planned. To apply the plan, run: linkspan repair %s"
                .formatted(repairable, repairable == 1 ? "thing" : "things", name));
  }

  private void sayHowToMovePartitions(SetupClient setups, String name) {
    Console console = linkspan.context().console();
    SetupStatus status = setups.snapshot(name).status();
    if (status.phase() == Phase.READY) {
      status
          .inventory()
          .link()
          .ifPresent(link -> JoinedBrokersText.lines(link).forEach(console::say));
    }
  }

  private void show(Plan now, Plan wanted, PlanChange change) {
    Console console = linkspan.context().console();
    boolean result = planOnly || change.changes().isEmpty();
    if (result && output.json()) {
      // What is not possible is the error, which is a document too.
      if (change.refusals().isEmpty()) {
        console.print(output.document(Kind.PLAN_CHANGE, change));
      }
      return;
    }
    List<String> lines = new ArrayList<>(lines(wanted.name(), change));
    lines.addAll(ConfigurationDiff.lines(now, wanted));
    if (change.changes().stream().anyMatch(Change::adds)) {
      lines.add(JoinedBrokersText.NOTE);
    }
    if (planOnly) {
      console.print(String.join("\n", lines));
    } else {
      lines.forEach(console::say);
    }
  }

  private static List<String> lines(String name, PlanChange change) {
    Table table = new Table("", "FIELD", "NOW", "THEN");
    change.changes().forEach(c -> table.row(mark(c), c.what(), text(c.before()), text(c.after())));
    List<String> lines = new ArrayList<>();
    lines.add("Update of " + name + ": " + change.counts());
    if (!table.isEmpty()) {
      lines.addAll(table.lines("  "));
    }
    return lines;
  }

  private static String mark(Change change) {
    return change.adds() ? "+" : change.removes() ? "-" : "~";
  }

  private static String text(String value) {
    return value.isBlank() ? "-" : value;
  }

  /** Throws with what cannot be changed in place, and why. */
  static void requirePossible(PlanChange change) {
    if (!change.refusals().isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          change.refusals().stream()
              .map(refusal -> "  " + refusal.what() + "\n    -> " + refusal.reason())
              .collect(Collectors.joining("\n", "Not possible. Nothing was changed.\n", "")),
          change.refusals());
    }
  }

  private ExitCode update(Plan wanted, SetupClient setups, SetupOutcome outcome) {
    Console console = linkspan.context().console();
    String name = wanted.name();
    SetupStatus before = setups.snapshot(name).status();
    String reply =
        setups.update(
            name, new UpdateRequest(requester.by(linkspan.context()), requester.reason(), wanted));
    console.say("Setup " + name + ": " + reply + ".");
    return outcome.afterChange(setups, name, AcceptedChange.update(before), output);
  }
}
