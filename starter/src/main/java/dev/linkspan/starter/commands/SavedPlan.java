package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.cli.UserFiles;
import dev.linkspan.starter.console.Json;
import dev.linkspan.starter.setups.PlanComparison;
import dev.linkspan.workflows.kafka.ClusterActivities.TopicAtRisk;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.survey.ClusterSurvey.Survey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A plan in a file, with everything that it depends on, so that {@code up} does exactly what {@code
 * plan} showed.
 *
 * @param format {@value #FORMAT}
 * @param spec the text of the spec
 * @param standing the plan that the setup had; empty if there was no setup
 * @param found what the plan depends on at the machines of an existing cluster
 */
record SavedPlan(
    String format, String spec, Plan plan, Optional<Plan> standing, Optional<Found> found) {
  static final String FORMAT = "linkspan plan 1";
  private static final int MOST_DIFFERENCES = 8;

  /**
   * @param files the change of each broker's file, as a diff
   * @param atRisk the topics that restarts would make unavailable
   */
  record Found(List<String> files, List<TopicAtRisk> atRisk) {
    static Found of(Survey survey) {
      return new Found(
          survey.brokers().stream().map(broker -> String.valueOf(broker.edit())).toList(),
          survey.cluster().atRisk());
    }
  }

  static SavedPlan of(String spec, PlannedSetup planned, Optional<Plan> standing) {
    return new SavedPlan(FORMAT, spec, planned.plan(), standing, planned.survey().map(Found::of));
  }

  /** What each saved plan begins with. */
  static final String MARK = "\"format\" : \"linkspan plan ";

  /** Writes the file; an older plan is replaced. */
  void write(Path file) {
    UserFiles.write(file, Json.text(this) + "\n", MARK);
  }

  static SavedPlan read(Path file) {
    String text = UserFiles.read(file);
    try {
      Optional<SavedPlan> saved = Optional.ofNullable(Json.value(text, SavedPlan.class));
      if (saved.filter(SavedPlan::isComplete).isPresent()) {
        return saved.get();
      }
    } catch (IllegalArgumentException e) {
      // The failure below says what to do.
    }
    throw new CommandFailure(
        ExitCode.USAGE,
        file
            + " is not a plan of this version. To save one, run `linkspan plan -f FILE --out"
            + " FILE`.");
  }

  /** Whether a file that anyone may have edited has all parts. */
  private boolean isComplete() {
    return FORMAT.equals(format)
        && Stream.of(spec, plan, standing, found).allMatch(Objects::nonNull);
  }

  /**
   * Compares the file with the world as it is.
   *
   * @throws CommandFailure if something that the plan depends on has changed
   */
  void requireUnmoved(PlannedSetup now, Optional<Plan> standingNow) {
    List<String> moved = new ArrayList<>(PlanComparison.differences(plan, now.plan()));
    moved.addAll(moved(standingNow));
    if (!found.equals(now.survey().map(Found::of))) {
      moved.add("a broker's file, or the topics at risk, are not as they were");
    }
    if (moved.isEmpty()) {
      return;
    }
    StringBuilder text =
        new StringBuilder("The plan is out of date. Nothing was changed. Since it was saved:");
    moved.stream().limit(MOST_DIFFERENCES).forEach(line -> text.append("\n  ").append(line));
    throw new CommandFailure(
        ExitCode.USAGE, text.append("\nRun `linkspan plan` again.").toString());
  }

  private List<String> moved(Optional<Plan> standingNow) {
    if (standing.isEmpty() && standingNow.isEmpty()) {
      return List.of();
    }
    if (standing.isEmpty()) {
      // This plan was carried out; the command follows it.
      return standingNow.equals(Optional.of(plan))
          ? List.of()
          : List.of("a setup named " + plan.name() + " was started");
    }
    if (standingNow.isEmpty()) {
      return List.of("setup " + plan.name() + " has ended");
    }
    return standingNow.equals(Optional.of(plan))
        ? List.of()
        : PlanComparison.differences(standing.get(), standingNow.get()).stream()
            .map(line -> "the setup's " + line)
            .toList();
  }
}
