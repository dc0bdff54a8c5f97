package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.CliContext;
import dev.linkspan.workflows.steps.Command;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Who requests something of a setup, and why; the setup records both, unchecked. */
final class RequesterOptions {
  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "Who to record as the requester. Default: your user name.")
  private Optional<String> by = Optional.empty();

  @Option(names = "--reason", paramLabel = "TEXT", description = "Reason to record.")
  private String reason = "";

  String by(CliContext context) {
    return by.filter(name -> !name.isBlank()).orElseGet(context::user);
  }

  String reason() {
    return reason;
  }

  /** Both in one line. */
  String note(CliContext context) {
    return by(context) + (reason.isBlank() ? "" : ": " + reason);
  }

  Command command(CliContext context) {
    return new Command(by(context), reason);
  }
}
