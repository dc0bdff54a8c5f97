package dev.linkspan.starter.commands;

import picocli.CommandLine.Option;

/** Whether a person accepts what restarts do to topics with too few copies. */
final class AcceptOption {
  @Option(
      names = "--accept-unavailable",
      description =
          "Restart brokers although topics with too few copies are unavailable meanwhile.")
  private boolean accepted;

  boolean accepted() {
    return accepted;
  }
}
