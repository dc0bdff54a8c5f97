package dev.linkspan.starter.commands;

import dev.linkspan.starter.ExitCode;
import dev.linkspan.starter.console.Json;
import dev.linkspan.starter.console.Table;
import dev.linkspan.starter.stack.LocalStack;
import dev.linkspan.starter.stack.Stack.Seen;
import dev.linkspan.starter.stack.StackSettings;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Shows the local stack. */
@Command(
    name = "status",
    description = "Show process, health, address and memory of each part.",
    mixinStandardHelpOptions = true,
    footer = {"", "Ends with 0 when all parts are ready, else with 1."})
final class DevStatus implements Callable<Integer> {
  @ParentCommand private Dev dev;
  @Mixin private OutputOption output;

  @Override
  public Integer call() {
    var linkspan = dev.linkspan();
    StackSettings settings = StackSettings.load(linkspan.stateFolder()).orElse(StackSettings.USUAL);
    List<Seen> parts =
        new LocalStack(linkspan.surroundings(), linkspan.stateFolder(), settings).stack().look();
    var console = linkspan.surroundings().console();
    console.data(output.json() ? Json.text(parts) : table(parts));
    boolean ready = parts.stream().allMatch(p -> p.health().equals("ready"));
    return (ready ? ExitCode.OK : ExitCode.UNEXPECTED).code();
  }

  static String table(List<Seen> parts) {
    Table table = new Table("PART", "HEALTH", "PID", "MEMORY", "BELOW IT", "ADDRESS", "LOG");
    for (Seen seen : parts) {
      table.row(
          seen.part().label(),
          seen.health(),
          seen.pid().map(String::valueOf).orElse("-"),
          seen.pid().isPresent() ? mebibytes(seen.residentKiB()) : "-",
          seen.descendants() == 0
              ? "-"
              : seen.descendants() + " with " + mebibytes(seen.descendantsKiB()),
          seen.addresses(),
          seen.log());
    }
    return table.toString();
  }

  private static String mebibytes(long kibibytes) {
    return Math.round(kibibytes / 1024.0) + " MiB";
  }
}
