package dev.linkspan.starter.commands;

import picocli.CommandLine.Command;

/** Rejects a connection request. */
@Command(
    name = "reject",
    header = "Show the endpoint that requests a connection, and reject it.",
    mixinStandardHelpOptions = true)
public final class RejectCommand extends DecisionCommand {
  public RejectCommand() {
    super(false);
  }
}
