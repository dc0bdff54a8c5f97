package dev.linkspan.starter.commands;

import picocli.CommandLine.Command;

/** Rejects a connection request. */
@Command(
    name = "reject",
    header = "Show the endpoint that requests a connection, and reject it.",
    mixinStandardHelpOptions = true,
    description = "Shows who asks, and asks before it rejects.",
    exitCodeList = {
      "0:The endpoint is rejected, or was rejected before.",
      "1:There is nothing to decide, or the setup rejects the decision.",
      "2:It was not confirmed, or another endpoint asks. Nothing was decided.",
    })
public final class RejectCommand extends DecisionCommand {
  public RejectCommand() {
    super(false);
  }
}
