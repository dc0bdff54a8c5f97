package dev.linkspan.starter.commands;

import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.Json;
import dev.linkspan.starter.console.Table;
import dev.linkspan.starter.console.TextWidth;
import dev.linkspan.starter.progress.ApprovalText;
import dev.linkspan.starter.progress.HealthText;
import dev.linkspan.starter.progress.ProgressTreeText;
import dev.linkspan.starter.progress.ReportText;
import dev.linkspan.starter.progress.RolloutText;
import dev.linkspan.starter.setups.AbandonedSetup;
import dev.linkspan.starter.setups.SetupClient;
import dev.linkspan.starter.setups.SetupSnapshot;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.workflows.setup.Inventory;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows a setup. */
@Command(
    name = "status",
    header = "Show the progress, resources and last verification of a setup.",
    mixinStandardHelpOptions = true,
    exitCodeList = {
      "0:The link is built, or work on the setup is in progress.",
      "3:The setup is waiting for approval.",
      "4:A step is parked.",
      "5:The link is broken.",
      "10:The link works, but not everything is as planned.",
      "8:No worker responds.",
      "9:The code of the setup's workflow fails.",
    })
public final class StatusCommand implements Callable<Integer> {
  @ParentCommand private RootCommand linkspan;
  @Mixin private OutputOption output;

  @Option(names = "--all", description = "Also show the checks that passed.")
  private boolean all;

  @Option(names = "--history", description = "Show the results of the last 50 verifications.")
  private boolean history;

  @Parameters(paramLabel = "NAME", description = "Name of the setup.")
  private String name;

  @Override
  public Integer call() {
    Console console = linkspan.context().console();
    try (TemporalConnection temporal = linkspan.connect()) {
      SetupSnapshot snapshot = new SetupClient(temporal).awaitSnapshot(name, console::say);
      console.print(
          output.json()
              ? Json.text(snapshot)
              : String.join("\n", text(snapshot, temporal, console)));
      return SetupOutcome.code(snapshot.status()).code();
    }
  }

  private List<String> text(SetupSnapshot snapshot, TemporalConnection temporal, Console console) {
    if (history) {
      return HealthText.history(snapshot.status(), console);
    }
    List<String> lines = text(snapshot, temporal, console, Instant.now());
    if (all) {
      snapshot
          .status()
          .lastReport()
          .ifPresent(report -> addSection(lines, ReportText.lines(report, console)));
    }
    return lines;
  }

  static List<String> text(
      SetupSnapshot snapshot, TemporalConnection temporal, Console console, Instant now) {
    SetupStatus status = snapshot.status();
    List<String> lines = new ArrayList<>();
    lines.add(console.theme().bold(status.name()) + "  " + status.phase() + "  " + status.region());
    if (snapshot.abandoned()) {
      lines.add(console.theme().red(AbandonedSetup.message(status.name())));
    }
    if (status.phase() != Phase.AWAITING_APPROVAL && status.phase() != Phase.PARKED) {
      status.waitingFor().ifPresent(w -> lines.add("Waiting for: " + TextWidth.oneLine(w)));
    }
    status.parked().forEach(a -> lines.addAll(SetupOutcome.parked(a, console)));
    if (status.phase() == Phase.AWAITING_APPROVAL) {
      status.approval().ifPresent(r -> lines.addAll(ApprovalText.facts(r, console)));
      lines.addAll(ApprovalText.howToAnswer(status.name(), temporal));
    }
    ApprovalText.ignored(status, console).ifPresent(lines::add);
    status.decision().ifPresent(d -> lines.add("The endpoint is " + ApprovalText.decided(d)));
    addSection(lines, new ProgressTreeText(console, now).all(snapshot.progress()));
    if (!status.inventory().resources().isEmpty()) {
      addSection(lines, inventory(status.inventory()));
    }
    if (status.lastReport().isPresent()) {
      addSection(lines, HealthText.lines(status, console, now));
    }
    status.lastRollout().ifPresent(r -> addSection(lines, RolloutText.lines(r, console)));
    return lines;
  }

  private static void addSection(List<String> lines, List<String> section) {
    lines.add("");
    lines.addAll(section);
  }

  private static List<String> inventory(Inventory inventory) {
    Table table = new Table("KIND", "NAME", "ID");
    inventory.resources().forEach(r -> table.row(r.kind(), r.name(), r.id()));
    return table.lines("");
  }
}
