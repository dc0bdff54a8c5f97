package dev.linkspan.starter.commands;

import dev.linkspan.starter.Linkspan;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** The local stack. */
@Command(
    name = "dev",
    description = "The local stack: Temporal, sandbox and worker on this computer.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {DevUp.class, DevDown.class, DevStatus.class, DevKill.class})
public final class Dev {
  @ParentCommand private Linkspan linkspan;

  Linkspan linkspan() {
    return linkspan;
  }
}
