package dev.linkspan.starter.commands;

import dev.linkspan.starter.Linkspan;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Answers an endpoint's request. */
@Command(
    name = "reject",
    description = "Refuse the endpoint that asks to connect; shows it first.",
    mixinStandardHelpOptions = true)
public final class Reject implements Callable<Integer> {
  @ParentCommand private Linkspan linkspan;
  @Mixin private ByOptions by;

  @Parameters(paramLabel = "NAME", description = "The setup.")
  private String name;

  @Option(
      names = "--early",
      description = "Answer before any endpoint asks; it is kept until then.")
  private boolean early;

  @Override
  public Integer call() {
    return new Deciding(linkspan, by, early).decide(name, false);
  }
}
