package dev.linkspan.starter.commands;

import picocli.CommandLine.Command;

/** Approves a connection request. */
@Command(
    name = "approve",
    header = "Show the endpoint that requests a connection, and approve it.",
    mixinStandardHelpOptions = true,
    description = "Shows who asks, and asks before it approves.",
    exitCodeList = {
      "0:The endpoint is approved, or was approved before.",
      "1:There is nothing to decide, or the setup rejects the decision.",
      "2:It was not confirmed, or another endpoint asks. Nothing was decided.",
    },
    footer = {
      "Examples:",
      "  linkspan approve orders --reason \"ticket 42\"",
      "  linkspan approve orders --endpoint ep-... --yes",
      "  linkspan approve orders --early --yes",
    })
public final class ApproveCommand extends DecisionCommand {
  public ApproveCommand() {
    super(true);
  }
}
