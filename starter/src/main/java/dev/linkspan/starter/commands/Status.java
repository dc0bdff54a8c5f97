package dev.linkspan.starter.commands;

import dev.linkspan.starter.Linkspan;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.Json;
import dev.linkspan.starter.console.Table;
import dev.linkspan.starter.console.Widths;
import dev.linkspan.starter.progress.ApprovalText;
import dev.linkspan.starter.progress.ReportText;
import dev.linkspan.starter.progress.RolloutText;
import dev.linkspan.starter.progress.TreeText;
import dev.linkspan.starter.temporal.Setups;
import dev.linkspan.starter.temporal.Snapshot;
import dev.linkspan.starter.temporal.Temporal;
import dev.linkspan.workflows.setup.Inventory;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows a setup. */
@Command(
    name = "status",
    description =
        "Show a setup: phase, what it waits for, steps, what exists, last report and rollout.",
    mixinStandardHelpOptions = true,
    footer = {"", "Ends with 0, 3, 4 or 5 like `up`."})
public final class Status implements Callable<Integer> {
  @ParentCommand private Linkspan linkspan;
  @Mixin private OutputOption output;

  @Parameters(paramLabel = "NAME", description = "The setup.")
  private String name;

  @Override
  public Integer call() {
    Console console = linkspan.surroundings().console();
    try (Temporal temporal = linkspan.connect()) {
      Snapshot snapshot = new Setups(temporal).lookPatiently(name, console::say);
      console.data(
          output.json()
              ? Json.text(snapshot)
              : String.join("\n", text(snapshot, temporal, console, Instant.now())));
      return Outcome.code(snapshot.status()).code();
    }
  }

  static List<String> text(Snapshot snapshot, Temporal temporal, Console console, Instant now) {
    SetupStatus status = snapshot.status();
    List<String> lines = new ArrayList<>();
    lines.add(console.marks().bold(status.name()) + "  " + status.phase() + "  " + status.region());
    if (snapshot.abandoned()) {
      lines.add(console.marks().red(Outcome.abandoned(status.name())));
    }
    if (status.phase() != Phase.AWAITING_APPROVAL && status.phase() != Phase.PARKED) {
      status.waitingFor().ifPresent(w -> lines.add("Waits for: " + Widths.oneLine(w)));
    }
    status.parked().forEach(a -> lines.addAll(Outcome.parked(a, console)));
    if (status.phase() == Phase.AWAITING_APPROVAL) {
      status.approval().ifPresent(r -> lines.addAll(ApprovalText.facts(r, console)));
      lines.addAll(ApprovalText.howToAnswer(status.name(), temporal));
    }
    status
        .decision()
        .ifPresent(
            d ->
                lines.add(
                    (Boolean.TRUE.equals(d.approved()) ? "Approved" : "Rejected")
                        + " by "
                        + (d.by() == null ? "somebody" : d.by())
                        + (d.reason() == null || d.reason().isBlank() ? "" : ": " + d.reason())));
    lines.add("");
    lines.addAll(new TreeText(console, now).everything(snapshot.progress()));
    if (!status.inventory().resources().isEmpty()) {
      lines.add("");
      lines.addAll(inventory(status.inventory()));
    }
    status
        .lastReport()
        .ifPresent(
            r -> {
              lines.add("");
              lines.addAll(ReportText.lines(r, console));
            });
    status
        .lastRollout()
        .ifPresent(
            r -> {
              lines.add("");
              lines.addAll(RolloutText.lines(r, console));
            });
    return lines;
  }

  private static List<String> inventory(Inventory inventory) {
    Table table = new Table("KIND", "NAME", "ID");
    inventory.resources().forEach(r -> table.row(r.kind(), r.name(), r.id()));
    return table.lines("");
  }
}
