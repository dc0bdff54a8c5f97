package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.cli.UserFiles;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.JsonDocument.Kind;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.PreflightCheck;
import dev.linkspan.workflows.spec.Spec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        "Changes nothing. If the setup stands, the command shows only what differs. An existing"
            + " cluster is surveyed first, which needs Temporal and a worker. A plan for a new"
            + " cluster needs neither.",
    exitCodeList = {
      "0:The plan is shown.",
      "2:The spec is invalid, or the cluster cannot be linked as it is.",
      "20:The plan changes something, with --detailed-exitcode.",
      "21:A check failed, with --check.",
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

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Also save the plan, for `linkspan up --plan FILE`.")
  private Optional<Path> out = Optional.empty();

  @Mixin private PricesOption prices;

  @Option(
      names = "--check",
      description = "Also have a worker check, by reads only, whether the plan can be carried out.")
  private boolean check;

  @Option(
      names = "--detailed-exitcode",
      description = "Exit with 20 instead of 0 if the plan changes something.")
  private boolean detailedExitCode;

  @Override
  public Integer call() {
    Console console = linkspan.context().console();
    out.ifPresent(to -> UserFiles.requireReplaceable(to, SavedPlan.MARK));
    String text = SpecFile.text(file, console);
    Spec spec = SpecFile.parse(text, file);
    PlannedSetup planned = PlannedSetup.of(spec, linkspan);
    Optional<Plan> standing = PlannedSetup.standing(spec.name(), linkspan);
    PlanReport report = new PlanReport(planned, standing, prices.estimate(planned.plan()));
    if (output.json()) {
      console.print(output.document(Kind.PLAN, report.content()));
    } else {
      console.printWrapped(report.text());
    }
    out.ifPresent(
        to -> {
          SavedPlan.of(text, planned, standing).write(to);
          console.say("Saved. To do exactly this, run: linkspan up --plan " + to);
        });
    if (check) {
      ExitCode checked = check(spec);
      if (checked != ExitCode.OK) {
        return checked.code();
      }
    }
    boolean changes = detailedExitCode && report.changes();
    return (changes ? ExitCode.PLAN_CHANGES : ExitCode.OK).code();
  }

  // To standard error, because the plan is the result.
  private ExitCode check(Spec spec) {
    Console console = linkspan.context().console();
    List<PreflightCheck> checks = new ArrayList<>();
    ExitCode code = DoctorCommand.check(Optional.of(spec), checks, linkspan);
    PreflightText.lines(checks, console).forEach(console::say);
    return code;
  }
}
