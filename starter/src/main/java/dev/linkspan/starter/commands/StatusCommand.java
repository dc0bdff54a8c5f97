package dev.linkspan.starter.commands;

import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.Table;
import dev.linkspan.starter.progress.ApprovalText;
import dev.linkspan.starter.progress.HealthText;
import dev.linkspan.starter.progress.NeedsText;
import dev.linkspan.starter.progress.ProgressTreeText;
import dev.linkspan.starter.progress.ReportText;
import dev.linkspan.starter.progress.RolloutText;
import dev.linkspan.starter.progress.SetupSummaryText;
import dev.linkspan.starter.report.LinkDiagram;
import dev.linkspan.starter.setups.AbandonedSetup;
import dev.linkspan.starter.setups.ConcurrentCalls;
import dev.linkspan.starter.setups.ConcurrentCalls.Started;
import dev.linkspan.starter.setups.SetupClient;
import dev.linkspan.starter.setups.SetupSnapshot;
import dev.linkspan.starter.setups.VerificationScheduleClient;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.workflows.setup.Inventory;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows a setup. */
@Command(
    name = "status",
    header = "Show a setup on one screen: phase, what it needs, addresses, proofs.",
    mixinStandardHelpOptions = true,
    exitCodeList = {
      "0:The link is built, or work on the setup is in progress.",
      "3:The setup is waiting for approval.",
      "4:A step is parked.",
      "5:The link is broken.",
      "8:No worker responds.",
      "9:The code of the setup's workflow fails.",
      "10:The link works, but not everything is as planned.",
      "11:The rollout is paused.",
    })
public final class StatusCommand implements Callable<Integer> {
  @ParentCommand private RootCommand linkspan;
  @Mixin private SetupOutputOption output;

  @Option(names = "--steps", description = "Show every step.")
  private boolean steps;

  @Option(names = "--resources", description = "Show what exists, with IDs.")
  private boolean resources;

  @Option(
      names = "--report",
      description = "Show every check of the last verification, and the last rollout.")
  private boolean report;

  @Option(names = "--history", description = "Show the results of the last 50 verifications.")
  private boolean history;

  @Option(names = "--all", description = "Show all of that.")
  private boolean all;

  @Parameters(paramLabel = "NAME", description = "Name of the setup.")
  private String name;

  @Override
  public Integer call() {
    Console console = linkspan.context().console();
    try (TemporalConnection temporal = linkspan.connect()) {
      SetupClient setups = new SetupClient(temporal);
      // Asked at once: it needs none of what the setup answers.
      Started<Optional<String>> next =
          ConcurrentCalls.start(new VerificationScheduleClient(temporal, name)::next);
      SetupSnapshot snapshot =
          steps || all || output.hasEveryStep()
              ? setups.awaitSnapshot(name, console::say)
              : setups.awaitSummary(name, console::say);
      console.print(
          output.of(
              snapshot,
              () -> LinkDiagram.of(setups.plan(name), snapshot.status()),
              () -> String.join("\n", text(snapshot, next, temporal, console))));
      return SetupOutcome.code(snapshot.status()).code();
    }
  }

  private List<String> text(
      SetupSnapshot snapshot,
      Started<Optional<String>> next,
      TemporalConnection temporal,
      Console console) {
    Instant now = Instant.now();
    SetupStatus status = snapshot.status();
    List<String> lines = new ArrayList<>();
    if (all || !(steps || resources || report || history)) {
      lines.addAll(screen(snapshot, next, temporal, console, now));
    }
    if (steps || all) {
      addSection(lines, new ProgressTreeText(console, now).all(snapshot.progress()));
    }
    if (resources || all) {
      addSection(lines, inventory(status.inventory()));
    }
    if (report || all) {
      status.lastReport().ifPresent(last -> addSection(lines, ReportText.lines(last, console)));
      status.lastRollout().ifPresent(r -> addSection(lines, RolloutText.lines(r, console)));
    }
    if (history || all) {
      addSection(lines, HealthText.history(status, console));
    }
    return lines.isEmpty() ? List.of("There is nothing to show yet.") : lines;
  }

  /** Everything that a person asks first, on one screen. */
  private static List<String> screen(
      SetupSnapshot snapshot,
      Started<Optional<String>> next,
      TemporalConnection temporal,
      Console console,
      Instant now) {
    SetupStatus status = snapshot.status();
    SetupSummaryText summary = new SetupSummaryText(console, now);
    List<String> lines = new ArrayList<>();
    lines.add(console.theme().bold(status.name()) + "  " + status.phase() + "  " + status.region());
    if (snapshot.abandoned()) {
      lines.add(console.theme().red(AbandonedSetup.message(status.name())));
    }
    lines.addAll(summary.verdict(status));
    lines.addAll(NeedsText.lines(status, console));
    if (status.phase() == Phase.AWAITING_APPROVAL) {
      status.approval().ifPresent(r -> lines.addAll(ApprovalText.facts(r, console)));
      lines.addAll(ApprovalText.howToAnswer(status.name(), temporal));
    }
    ApprovalText.ignored(status, console).ifPresent(lines::add);
    addSection(
        lines,
        summary.facts(
            snapshot, status.inventory().link().isPresent() ? next.result() : Optional.empty()));
    if (!status.findings().isEmpty()) {
      addSection(lines, HealthText.findings(status.findings(), console.theme()));
    }
    HealthText.webhook(status, console).ifPresent(lines::add);
    return lines;
  }

  private static void addSection(List<String> lines, List<String> section) {
    if (!lines.isEmpty()) {
      lines.add("");
    }
    lines.addAll(section);
  }

  private static List<String> inventory(Inventory inventory) {
    Table table = new Table("KIND", "NAME", "ID");
    inventory.resources().forEach(r -> table.row(r.kind(), r.name(), r.id()));
    return table.lines("");
  }
}
