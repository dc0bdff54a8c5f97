package dev.linkspan.starter.commands;

import picocli.CommandLine.Option;

/** Whether the user accepts restarts that make topics with too few replicas unavailable. */
final class AcceptUnavailableOption {
  @Option(
      names = "--accept-unavailable",
      description =
          "Restart brokers even if topics with too few replicas are unavailable meanwhile.")
  private boolean accepted;

  boolean accepted() {
    return accepted;
  }
}
