package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.console.JsonDocument.Kind;
import dev.linkspan.workflows.planning.PlanText;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Shows the plan for a spec. */
@Command(
    name = "plan",
    header = "Show what a spec creates and changes, without doing it.",
    mixinStandardHelpOptions = true,
    customSynopsis = "linkspan plan -f FILE [OPTIONS]",
    description =
        "An existing cluster is surveyed first, which needs Temporal and a worker. A plan for a new"
            + " cluster needs neither.",
    exitCodeList = {
      "0:The plan is shown.",
      "2:The spec is invalid, or the cluster cannot be linked as it is.",
    })
public final class PlanCommand implements Callable<Integer> {
  @ParentCommand private RootCommand linkspan;
  @Mixin private OutputOption output;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      required = true,
      description = "The spec file, - for standard input.")
  private Path file;

  @Override
  public Integer call() {
    PlannedSetup planned =
        PlannedSetup.of(SpecFile.read(file, linkspan.context().console()), linkspan);
    output.print(
        linkspan.context().console(),
        Kind.PLAN,
        planned.plan(),
        () -> PlanText.render(planned.plan(), planned.survey()).stripTrailing());
    return ExitCode.OK.code();
  }
}
