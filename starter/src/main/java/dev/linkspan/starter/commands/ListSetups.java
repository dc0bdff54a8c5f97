package dev.linkspan.starter.commands;

import dev.linkspan.starter.ExitCode;
import dev.linkspan.starter.Linkspan;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.Json;
import dev.linkspan.starter.console.Table;
import dev.linkspan.starter.console.Widths;
import dev.linkspan.starter.temporal.Setups;
import dev.linkspan.starter.temporal.Setups.Listed;
import dev.linkspan.starter.temporal.Temporal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Lists setups. */
@Command(
    name = "list",
    description = "List the setups in the Temporal namespace.",
    mixinStandardHelpOptions = true)
public final class ListSetups implements Callable<Integer> {
  @ParentCommand private Linkspan linkspan;
  @Mixin private OutputOption output;

  @Option(
      names = {"-a", "--all"},
      description = "Also those that have ended.")
  private boolean all;

  @Override
  public Integer call() {
    Console console = linkspan.surroundings().console();
    try (Temporal temporal = linkspan.connect()) {
      List<Listed> found = new Setups(temporal).list(all);
      if (output.json()) {
        console.data(Json.text(found));
      } else if (found.isEmpty()) {
        console.say("No setups. Start one: linkspan up -f FILE");
      } else {
        console.data(table(found));
      }
      return ExitCode.OK.code();
    }
  }

  static String table(List<Listed> found) {
    Table table = new Table("NAME", "PHASE", "HEALTH", "REGION", "AGE");
    found.forEach(
        s -> table.row(s.name(), s.phase(), s.health(), s.region(), Widths.elapsed(s.took())));
    return table.toString();
  }
}
