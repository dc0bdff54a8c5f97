package dev.linkspan.starter.commands;

import dev.linkspan.starter.ExitCode;
import dev.linkspan.starter.Linkspan;
import dev.linkspan.starter.console.Json;
import dev.linkspan.workflows.planning.PlanText;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Shows what follows from a spec. */
@Command(
    name = "plan",
    description = "Show everything that follows from a spec; touches nothing.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "For a new cluster nobody is asked. An existing one is looked at first, which",
      "needs Temporal and a worker; ends with 2 when it cannot be linked as it is.",
    })
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
    Planned planned = Planned.of(SpecFile.read(file), linkspan);
    linkspan
        .surroundings()
        .console()
        .data(
            output.json()
                ? Json.text(planned.plan())
                : PlanText.render(planned.plan(), planned.survey()).stripTrailing());
    return ExitCode.OK.code();
  }
}
