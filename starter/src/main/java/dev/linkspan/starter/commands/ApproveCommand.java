package dev.linkspan.starter.commands;

import picocli.CommandLine.Command;

/** Approves a connection request. */
@Command(
    name = "approve",
    header = "Show the endpoint that requests a connection, and approve it.",
    mixinStandardHelpOptions = true,
    footer = {
      "Examples:",
      "  linkspan approve orders --reason \"ticket 42\"",
      "  linkspan approve orders --early",
    })
public final class ApproveCommand extends DecisionCommand {
  public ApproveCommand() {
    super(true);
  }
}
