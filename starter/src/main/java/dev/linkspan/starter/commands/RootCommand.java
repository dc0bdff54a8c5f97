package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.CliContext;
import dev.linkspan.starter.stack.StackSettings;
import dev.linkspan.starter.stack.StateFolder;
import dev.linkspan.starter.temporal.TemporalConnection;

/** What each command gets from the command above it, {@code linkspan}. */
public interface RootCommand {
  /** The process that the command runs in. */
  CliContext context();

  /** The state folder from the command line, or the default from the environment. */
  StateFolder stateFolder();

  /** Opens a connection to the user's Temporal, which the caller closes. */
  TemporalConnection connect();

  /** Opens a connection to the local stack, whatever the user's configuration says. */
  TemporalConnection connect(StackSettings local);
}
