package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.progress.SurveyFollower;
import dev.linkspan.starter.setups.SetupClient;
import dev.linkspan.starter.setups.SurveyClient;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.workflows.kafka.ClusterActivities.TopicAtRisk;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.planning.Planner;
import dev.linkspan.workflows.spec.ExistingClusterSpec;
import dev.linkspan.workflows.spec.NewClusterSpec;
import dev.linkspan.workflows.spec.Spec;
import dev.linkspan.workflows.survey.ClusterSurvey.Survey;
import java.util.List;
import java.util.Optional;

/**
 * The plan of a setup, with the survey that it is based on.
 *
 * @param survey the survey of an existing cluster; empty for a new cluster
 */
record PlannedSetup(Plan plan, Optional<Survey> survey) {

  /** Plans the setup. An existing cluster is surveyed first, which needs Temporal and a worker. */
  static PlannedSetup of(Spec spec, RootCommand linkspan) {
    if (spec instanceof NewClusterSpec newCluster) {
      return new PlannedSetup(Planner.plan(newCluster), Optional.empty());
    }
    try (TemporalConnection temporal = linkspan.connect()) {
      return of(spec, linkspan.context().console(), temporal);
    }
  }

  /** Plans the setup over this connection. */
  static PlannedSetup of(Spec spec, Console console, TemporalConnection temporal) {
    if (spec instanceof NewClusterSpec newCluster) {
      return new PlannedSetup(Planner.plan(newCluster), Optional.empty());
    }
    ExistingClusterSpec existing = (ExistingClusterSpec) spec;
    SurveyClient surveys =
        new SurveyClient(temporal, Planner.request(existing, Planner.surveyor(existing)));
    console.say("Surveying the cluster of " + existing.name() + "; this changes nothing.");
    surveys.start();
    Survey survey = new SurveyFollower(console, surveys).result();
    return new PlannedSetup(Planner.plan(existing, survey), Optional.of(survey));
  }

  /**
   * The plan of the setup that stands under this name; needs no worker. Where Temporal cannot be
   * reached, there is none to compare with, and the user is told.
   */
  static Optional<Plan> standing(String name, RootCommand linkspan) {
    try (TemporalConnection temporal = linkspan.connect()) {
      return standing(name, new SetupClient(temporal));
    } catch (CommandFailure unreachable) {
      if (unreachable.exitCode() != ExitCode.TEMPORAL_UNREACHABLE) {
        throw unreachable;
      }
      linkspan
          .context()
          .console()
          .say(
              "Not compared with a standing setup: "
                  + unreachable.getMessage().lines().findFirst().orElse(""));
      return Optional.empty();
    }
  }

  /** The plan of the setup that stands under this name; needs no worker. */
  static Optional<Plan> standing(String name, SetupClient setups) {
    return setups.isRunning(name) ? Optional.of(setups.plan(name)) : Optional.empty();
  }

  /**
   * Throws a {@link CommandFailure} if the restarts that the link needs make topics unavailable.
   */
  void rejectIfTopicsAtRisk() {
    List<TopicAtRisk> atRisk =
        survey
            .filter(found -> found.mode() != Mode.ZOOKEEPER)
            .map(found -> found.cluster().atRisk())
            .orElse(List.of());
    if (atRisk.isEmpty()) {
      return;
    }
    StringBuilder text =
        new StringBuilder("Broker restarts would make topics unavailable. Nothing was started.");
    for (TopicAtRisk topic : atRisk) {
      text.append(
          "\n  %s (%d %s, min.insync.replicas %d): %s"
              .formatted(
                  topic.topic(),
                  topic.replicationFactor(),
                  topic.replicationFactor() == 1 ? "replica" : "replicas",
                  topic.minInsync(),
                  topic.reason()));
    }
    throw new CommandFailure(
        ExitCode.USAGE,
        text.append("\n    -> Add replicas until there are more than min.insync.replicas,")
            .append(" or accept this with --accept-unavailable.")
            .toString());
  }
}
