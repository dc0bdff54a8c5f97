package dev.linkspan.starter.commands;

import picocli.CommandLine.Command;

/** Approves a connection request. */
@Command(
    name = "approve",
    description = "Show the endpoint that requests a connection, and approve it.",
    mixinStandardHelpOptions = true)
public final class ApproveCommand extends DecisionCommand {
  public ApproveCommand() {
    super(true);
  }
}
