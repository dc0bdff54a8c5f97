package dev.linkspan.starter.commands;

import dev.linkspan.plan.Plan;
import dev.linkspan.plan.PlanText;
import dev.linkspan.starter.ExitCode;
import dev.linkspan.starter.Linkspan;
import dev.linkspan.starter.console.Json;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Shows what follows from a spec. */
@Command(
    name = "plan",
    description = "Show everything that follows from a spec; asks nobody, touches nothing.",
    mixinStandardHelpOptions = true)
public final class ShowPlan implements Callable<Integer> {
  @ParentCommand private Linkspan linkspan;
  @Mixin private OutputOption output;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      required = true,
      description = "The spec.")
  private Path file;

  @Override
  public Integer call() {
    Plan plan = SpecFile.plan(file);
    linkspan
        .surroundings()
        .console()
        .data(output.json() ? Json.text(plan) : PlanText.render(plan).stripTrailing());
    return ExitCode.OK.code();
  }
}
