package dev.linkspan.activities.cluster;

import dev.linkspan.probe.protocol.QuorumVoter;
import dev.linkspan.probe.protocol.SurveyResult;
import dev.linkspan.workflows.kafka.ClusterActivities.Acl;
import dev.linkspan.workflows.kafka.ClusterActivities.AnonymousAcls;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterFacts;
import dev.linkspan.workflows.kafka.ClusterActivities.RunningBroker;
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
        hosts(survey),
        survey.brokers().stream()
            .filter(broker -> broker.host() != null)
            .map(SurveyFacts::running)
            .toList(),
        Optional.ofNullable(survey.acls()).map(SurveyFacts::acls));
  }

  private static AnonymousAcls acls(SurveyResult.Acls found) {
    return new AnonymousAcls(
        found.authorized(),
        found.problem(),
        found.entries().stream()
            .map(
                acl ->
                    new Acl(
                        acl.principal(),
                        acl.allows(),
                        acl.operation(),
                        acl.resource(),
                        acl.name(),
                        acl.prefixed(),
                        acl.host()))
            .toList());
  }

  /** A light machine of the sandbox names its broker only, and reports no settings. */
  private static RunningBroker running(SurveyResult.Broker broker) {
    return new RunningBroker(
        broker.id(),
        broker.listeners(),
        broker.advertisedListeners(),
        broker.protocolMap(),
        broker.interBrokerListener(),
        broker.processRoles(),
        (broker.host().contains(":") ? "[" + broker.host() + "]" : broker.host())
            + ":"
            + broker.port());
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
