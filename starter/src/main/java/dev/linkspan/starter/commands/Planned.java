package dev.linkspan.starter.commands;

import dev.linkspan.starter.CommandFailure;
import dev.linkspan.starter.ExitCode;
import dev.linkspan.starter.Linkspan;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.progress.SurveyFollowing;
import dev.linkspan.starter.temporal.Surveys;
import dev.linkspan.starter.temporal.Temporal;
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
 * A plan, and what was found on the way to it.
 *
 * @param survey empty where the cluster is new
 */
record Planned(Plan plan, Optional<Survey> survey) {

  /** Plans; an existing cluster is looked at first, which needs Temporal and a worker. */
  static Planned of(Spec spec, Linkspan linkspan) {
    if (spec instanceof NewClusterSpec made) {
      return new Planned(Planner.plan(made), Optional.empty());
    }
    ExistingClusterSpec existing = (ExistingClusterSpec) spec;
    Console console = linkspan.surroundings().console();
    try (Temporal temporal = linkspan.connect()) {
      Surveys surveys =
          new Surveys(temporal, Planner.request(existing, Planner.surveyor(existing)));
      console.say("Looking at the cluster of " + existing.name() + "; nothing is touched.");
      surveys.start();
      Survey survey = new SurveyFollowing(console, surveys).result();
      return new Planned(Planner.plan(existing, survey), Optional.of(survey));
    }
  }

  /**
   * Fails where restarts that the link needs would make topics unavailable, which nobody has
   * accepted.
   */
  void refuseIfAtRisk() {
    List<TopicAtRisk> atRisk =
        survey
            .filter(found -> found.mode() != Mode.ZOOKEEPER)
            .map(found -> found.cluster().atRisk())
            .orElse(List.of());
    if (atRisk.isEmpty()) {
      return;
    }
    StringBuilder text =
        new StringBuilder("Restarts would make topics unavailable; nothing was started.");
    for (TopicAtRisk topic : atRisk) {
      text.append(
          "\n  %s (%d %s, min.insync.replicas %d): %s"
              .formatted(
                  topic.topic(),
                  topic.replicationFactor(),
                  topic.replicationFactor() == 1 ? "copy" : "copies",
                  topic.minInsync(),
                  topic.reason()));
    }
    throw new CommandFailure(
        ExitCode.USAGE,
        text.append("\n    -> Give them more copies than min.insync.replicas,")
            .append(" or accept it: linkspan up --accept-unavailable")
            .toString());
  }
}
