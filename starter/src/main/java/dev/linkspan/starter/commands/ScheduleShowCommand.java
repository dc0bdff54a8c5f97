package dev.linkspan.starter.commands;

import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.JsonDocument.Kind;
import dev.linkspan.starter.console.Table;
import dev.linkspan.starter.console.TextWidth;
import dev.linkspan.starter.setups.SetupClient;
import dev.linkspan.starter.setups.VerificationScheduleClient;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.workflows.plan.Recurrence;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.steps.UtcTime;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import io.temporal.client.schedules.ScheduleDescription;
import io.temporal.client.schedules.ScheduleState;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows the schedule. */
@Command(
    name = "show",
    header = "Show when a setup is verified, and whether the schedule is paused.",
    mixinStandardHelpOptions = true)
public final class ScheduleShowCommand implements Callable<Integer> {
  private static final int NEXT = 3;

  @ParentCommand private ScheduleCommand schedule;
  @Mixin private OutputOption output;

  @Parameters(paramLabel = "NAME", description = "Name of the setup.")
  private String name;

  /**
   * The schedule as this command shows it.
   *
   * @param when as the setup wants it
   * @param note of the last pause or resumption; blank if there was none
   * @param next when the next runs start; none while the schedule is paused
   * @param skipped how many runs did not start because one was running
   */
  record Shown(
      String when, boolean paused, String note, List<Instant> next, long runs, long skipped) {}

  @Override
  public Integer call() {
    RootCommand linkspan = schedule.linkspan();
    Console console = linkspan.context().console();
    try (TemporalConnection temporal = linkspan.connect()) {
      SetupStatus status = new SetupClient(temporal).awaitSummary(name, console::say).status();
      Shown shown = shown(status, new VerificationScheduleClient(temporal, name).describe());
      output.print(console, Kind.SCHEDULE, shown, () -> text(name, shown));
      return 0;
    }
  }

  private static Shown shown(SetupStatus status, ScheduleDescription found) {
    ScheduleState state = found.getSchedule().getState();
    return new Shown(
        status
            .standing()
            .recurrence()
            .or(
                () ->
                    status
                        .inventory()
                        .link()
                        .map(Link::plan)
                        .map(plan -> plan.verification().recurrence()))
            .map(Recurrence::text)
            .orElse("unknown"),
        state.isPaused(),
        state.getNote() == null ? "" : state.getNote(),
        // The server also tells the times of a schedule that is paused.
        state.isPaused()
            ? List.of()
            : found.getInfo().getNextActionTimes().stream().limit(NEXT).toList(),
        found.getInfo().getNumActions(),
        found.getInfo().getNumActionsSkippedOverlap());
  }

  private static String text(String name, Shown shown) {
    String note = shown.note().isBlank() ? "" : ": " + TextWidth.oneLine(shown.note());
    return new Table("setup", name)
        .row("when", shown.when())
        .row("state", (shown.paused() ? "paused" : "running") + note)
        .row(
            "next",
            shown.next().isEmpty()
                ? "none"
                : shown.next().stream().map(UtcTime::text).collect(Collectors.joining(", ")))
        .row("runs", shown.runs() + " started, " + shown.skipped() + " skipped")
        .toString();
  }
}
