package dev.linkspan.starter.commands;

import dev.linkspan.starter.Surroundings;
import dev.linkspan.workflows.steps.Command;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Who asks, and why: recorded with the setup as claimed. */
final class ByOptions {
  @Option(names = "--by", paramLabel = "NAME", description = "Who asks. Usual: your user name.")
  private Optional<String> by = Optional.empty();

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept in the record.")
  private String reason = "";

  String by(Surroundings surroundings) {
    return by.filter(name -> !name.isBlank()).orElseGet(surroundings::user);
  }

  String reason() {
    return reason;
  }

  Command command(Surroundings surroundings) {
    return new Command(by(surroundings), reason);
  }
}
