package dev.linkspan.starter.commands;

import dev.linkspan.starter.stack.LocalStack;
import dev.linkspan.starter.stack.Stack;
import dev.linkspan.starter.stack.StackSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Manages the local stack. */
@Command(
    name = "dev",
    header = "Manage the local stack: Temporal, sandbox and worker.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DevUpCommand.class,
      DevDownCommand.class,
      DevStatusCommand.class,
      DevKillCommand.class
    })
public final class DevCommand {
  @ParentCommand private RootCommand linkspan;

  RootCommand linkspan() {
    return linkspan;
  }

  /** The stack in the state folder, to show or stop its components. */
  Stack stack() {
    StackSettings settings =
        StackSettings.load(linkspan.stateFolder()).orElse(StackSettings.DEFAULT);
    return new LocalStack(linkspan.context(), linkspan.stateFolder(), settings).stack();
  }
}
