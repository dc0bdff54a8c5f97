package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.DurationText;
import dev.linkspan.starter.console.JsonDocument.Kind;
import dev.linkspan.starter.console.Table;
import dev.linkspan.starter.console.TextWidth;
import dev.linkspan.starter.setups.SetupListing;
import dev.linkspan.starter.setups.SetupNames;
import dev.linkspan.starter.setups.SetupSelection;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.workflows.setup.SetupStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Lists setups. */
@Command(
    name = "list",
    header = "List the setups in the Temporal namespace.",
    mixinStandardHelpOptions = true)
public final class ListCommand implements Callable<Integer> {
  @ParentCommand private RootCommand linkspan;
  @Mixin private OutputOption output;

  @Option(
      names = {"-a", "--all"},
      description = "Include setups that have ended.")
  private boolean all;

  @Option(
      names = "--phase",
      paramLabel = "PHASE",
      split = ",",
      completionCandidates = Phases.class,
      description = "Only setups in this phase, for example PARKED; can be repeated.")
  private List<String> phases = List.of();

  @Option(
      names = "--health",
      paramLabel = "HEALTH",
      split = ",",
      description = "Only setups with this health: healthy, drifted, broken, unknown.")
  private List<String> healths = List.of();

  @Option(
      names = "--needs-me",
      description = "Only setups that wait for a person: for a decision, a fix, or a repair.")
  private boolean needsMe;

  @Option(
      names = "--sort",
      paramLabel = "COLUMN",
      description = "Order: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.",
      defaultValue = "name")
  private SetupSelection.Sort sort = SetupSelection.Sort.NAME;

  /** For the shell. */
  static final class Phases extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    Phases() {
      super(Arrays.stream(SetupStatus.Phase.values()).map(Enum::name).toList());
    }
  }

  @Override
  public Integer call() {
    Console console = linkspan.context().console();
    SetupSelection selection = new SetupSelection(phases, healths, needsMe, sort);
    selection
        .unknown()
        .ifPresent(
            problem -> {
              throw new CommandFailure(ExitCode.USAGE, problem);
            });
    try (TemporalConnection temporal = linkspan.connect()) {
      List<SetupListing> every = SetupListing.list(temporal, all);
      SetupNames.keep(
          linkspan.stateFolder().root(), every.stream().map(SetupListing::name).toList());
      List<SetupListing> found = selection.of(every);
      if (output.json()) {
        console.print(output.document(Kind.SETUP_LIST, found));
      } else if (found.isEmpty()) {
        console.say(
            every.isEmpty()
                ? "No setups found. To start one, run: linkspan up -f FILE"
                : "None of the " + every.size() + " setups is like that.");
      } else {
        console.print(table(found));
        found.forEach(s -> s.problem().ifPresent(p -> console.say("\n" + s.name() + ": " + p)));
      }
      return ExitCode.OK.code();
    }
  }

  static String table(List<SetupListing> found) {
    Table table = new Table("NAME", "PHASE", "HEALTH", "REGION", "AGE");
    found.forEach(
        s ->
            table.row(
                TextWidth.oneLine(s.name()),
                s.phase(),
                s.health(),
                s.region(),
                DurationText.of(s.took())));
    return table.toString();
  }
}
