package dev.linkspan.activities.cluster;

import dev.linkspan.probe.protocol.QuorumVoter;
import dev.linkspan.probe.protocol.SurveyResult;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterFacts;
import dev.linkspan.workflows.kafka.ClusterActivities.TopicAtRisk;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.LinkspanTopics;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Turns the probe's survey into the facts that the workflows plan with. */
final class SurveyFacts {
  private SurveyFacts() {}

  /** The facts, without the topics that Linkspan makes itself. */
  static ClusterFacts of(SurveyResult survey, Mode mode) {
    return new ClusterFacts(
        survey.clusterId(),
        survey.brokers().stream().map(SurveyResult.Broker::id).toList(),
        survey.activeController(),
        survey.voters().stream().map(QuorumVoter::id).toList(),
        mode == Mode.DEDICATED ? survey.controllers() : Map.of(),
        survey.topics(),
        survey.partitions(),
        survey.atRisk().stream()
            .filter(topic -> !LinkspanTopics.contains(topic.topic()))
            .map(SurveyFacts::atRisk)
            .toList(),
        survey.problems(),
        hosts(survey));
  }

  /** The probe asks at the inter-broker listener, whose hosts the brokers then tell it. */
  private static Map<Integer, String> hosts(SurveyResult survey) {
    Map<Integer, String> hosts = new TreeMap<>();
    for (SurveyResult.Broker broker : survey.brokers()) {
      Optional.ofNullable(broker.host())
          .filter(host -> !host.isBlank())
          .ifPresent(host -> hosts.put(broker.id(), host));
    }
    return hosts;
  }

  private static TopicAtRisk atRisk(SurveyResult.TopicAtRisk topic) {
    return new TopicAtRisk(
        topic.topic(),
        topic.partitions(),
        topic.replicationFactor(),
        topic.minInsync(),
        topic.reason());
  }
}
