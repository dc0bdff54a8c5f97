package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.DurationText;
import dev.linkspan.starter.console.Json;
import dev.linkspan.starter.console.Table;
import dev.linkspan.starter.setups.SetupListing;
import dev.linkspan.starter.temporal.TemporalConnection;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Lists setups. */
@Command(
    name = "list",
    header = "List the setups in the Temporal namespace.",
    mixinStandardHelpOptions = true)
public final class ListCommand implements Callable<Integer> {
  @ParentCommand private RootCommand linkspan;
  @Mixin private OutputOption output;

  @Option(
      names = {"-a", "--all"},
      description = "Include setups that have ended.")
  private boolean all;

  @Override
  public Integer call() {
    Console console = linkspan.context().console();
    try (TemporalConnection temporal = linkspan.connect()) {
      List<SetupListing> found = SetupListing.list(temporal, all);
      if (output.json()) {
        console.print(Json.text(found));
      } else if (found.isEmpty()) {
        console.say("No setups found. To start one, run: linkspan up -f FILE");
      } else {
        console.print(table(found));
        found.forEach(s -> s.problem().ifPresent(p -> console.say("\n" + s.name() + ": " + p)));
      }
      return ExitCode.OK.code();
    }
  }

  static String table(List<SetupListing> found) {
    Table table = new Table("NAME", "PHASE", "HEALTH", "REGION", "AGE");
    found.forEach(
        s -> table.row(s.name(), s.phase(), s.health(), s.region(), DurationText.of(s.took())));
    return table.toString();
  }
}
