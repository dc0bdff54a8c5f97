package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.JsonDocument.Kind;
import dev.linkspan.starter.console.Table;
import dev.linkspan.starter.console.TextWidth;
import dev.linkspan.starter.setups.RequestHistory;
import dev.linkspan.starter.setups.SetupClient;
import dev.linkspan.starter.setups.SetupEvent;
import dev.linkspan.starter.setups.SetupEvents;
import dev.linkspan.starter.setups.SetupSnapshot;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.workflows.steps.UtcTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Lists what happened to a setup. */
@Command(
    name = "events",
    header = "List what happened to a setup, in order, one line each.",
    mixinStandardHelpOptions = true,
    description =
        "Steps come from the setup's own record of its current run, requests of people from the"
            + " history in Temporal.")
public final class EventsCommand implements Callable<Integer> {
  @ParentCommand private RootCommand linkspan;
  @Mixin private OutputOption output;

  @Parameters(paramLabel = "NAME", description = "Name of the setup.")
  private String name;

  @Override
  public Integer call() {
    Console console = linkspan.context().console();
    try (TemporalConnection temporal = linkspan.connect()) {
      SetupSnapshot snapshot = new SetupClient(temporal).awaitSnapshot(name, console::say);
      List<SetupEvent> events = new ArrayList<>(SetupEvents.of(snapshot));
      events.addAll(new RequestHistory(temporal).of(name));
      events.sort(Comparator.comparing(SetupEvent::at));
      output.print(console, Kind.EVENT_LIST, events, () -> table(events));
      return ExitCode.OK.code();
    }
  }

  private static String table(List<SetupEvent> events) {
    Table table = new Table("AT", "KIND", "EVENT");
    events.forEach(
        event ->
            table.row(
                UtcTime.text(event.at()), event.kind().text(), TextWidth.oneLine(event.text())));
    return table.toString();
  }
}
