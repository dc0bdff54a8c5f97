package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.JsonDocument.Kind;
import dev.linkspan.starter.console.Table;
import dev.linkspan.starter.stack.ComponentStatus;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Shows the local stack. */
@Command(
    name = "status",
    header = "Show the health, process, memory and address of each component.",
    mixinStandardHelpOptions = true,
    exitCodeList = {"0:All components are ready.", "1:A component is not ready."})
final class DevStatusCommand implements Callable<Integer> {
  @ParentCommand private DevCommand dev;
  @Mixin private OutputOption output;

  @Override
  public Integer call() {
    List<ComponentStatus> components = dev.stack().statuses();
    Console console = dev.linkspan().context().console();
    output.print(console, Kind.STACK, components, () -> table(components));
    boolean ready = components.stream().allMatch(c -> c.health().equals("ready"));
    return (ready ? ExitCode.OK : ExitCode.UNEXPECTED).code();
  }

  static String table(List<ComponentStatus> components) {
    Table table = new Table("COMPONENT", "HEALTH", "PID", "MEMORY", "CHILDREN", "ADDRESS", "LOG");
    for (ComponentStatus status : components) {
      table.row(
          status.component().label(),
          status.health(),
          status.pid().map(String::valueOf).orElse("-"),
          status.pid().isPresent() ? mebibytes(status.residentKiB()) : "-",
          status.descendants() == 0
              ? "-"
              : status.descendants() + ", " + mebibytes(status.descendantsKiB()),
          status.addresses(),
          status.log());
    }
    return table.toString();
  }

  private static String mebibytes(long kibibytes) {
    return Math.round(kibibytes / 1024.0) + " MiB";
  }
}
