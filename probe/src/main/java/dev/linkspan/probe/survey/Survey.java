package dev.linkspan.probe.survey;

import dev.linkspan.probe.client.ErrorText;
import dev.linkspan.probe.client.HostPort;
import dev.linkspan.probe.client.KafkaClients;
import dev.linkspan.probe.cluster.Availability;
import dev.linkspan.probe.cluster.BrokerConfig;
import dev.linkspan.probe.cluster.ClusterMetadata;
import dev.linkspan.probe.cluster.LogDirs;
import dev.linkspan.probe.cluster.MetadataVersion;
import dev.linkspan.probe.cluster.PartitionMetadata;
import dev.linkspan.probe.cluster.PartitionNames;
import dev.linkspan.probe.cluster.Quorum;
import dev.linkspan.probe.protocol.ClusterMode;
import dev.linkspan.probe.protocol.SurveyRequest;
import dev.linkspan.probe.protocol.SurveyResult;
import dev.linkspan.probe.protocol.SurveyResult.Broker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Describes a cluster that already exists. */
public final class Survey {
  private final SurveyRequest request;
  private final List<String> problems = new ArrayList<>();

  private Survey(SurveyRequest request) {
    this.request = request;
  }

  /**
   * Reads what the brokers say; what cannot be read is a problem in the result.
   *
   * @throws IOException if no broker answers
   */
  public static SurveyResult run(SurveyRequest request) throws IOException, InterruptedException {
    try (Admin admin = KafkaClients.admin(request.bootstrap())) {
      return new Survey(request).run(admin);
    }
  }

  private SurveyResult run(Admin admin) throws IOException, InterruptedException {
    List<HostPort> bootstrap = request.bootstrap().stream().map(HostPort::parse).toList();
    ClusterMetadata metadata = ClusterMetadata.read(bootstrap);
    // All questions are sent before the first answer is waited for.
    var logDirs = admin.describeLogDirs(metadata.brokers().keySet()).descriptions();
    var configDescriptions = BrokerConfig.describe(admin, metadata.brokers().keySet());
    var features = admin.describeFeatures();
    var reassignments = admin.listPartitionReassignments().reassignments();
    AnonymousAcls acls = AnonymousAcls.ask(admin);
    Map<String, Integer> minInsync = metadata.minInsyncReplicas(bootstrap);
    ModeAndQuorum found = modeAndQuorum(admin);
    Map<Integer, BrokerConfig> configs = BrokerConfig.collect(configDescriptions, problems);
    int level = MetadataVersion.level(features);
    List<Broker> brokers =
        SurveyedBrokers.describe(
            metadata.brokers(),
            configs,
            found.mode(),
            Objects.requireNonNullElse(request.listener(), BrokerConfig.EXTERNAL));
    problems.addAll(SurveyedBrokers.problems(brokers));
    partitionProblems(metadata, reassignments);
    LogDirs.of(logDirs)
        .problems()
        .forEach((id, text) -> problems.add("Log directories of broker " + id + ": " + text + "."));
    return new SurveyResult(
        metadata.clusterId(),
        found.mode(),
        level > 0 ? MetadataVersion.release(level) : protocolVersion(configs),
        level,
        brokers,
        found.mode() == ClusterMode.ZOOKEEPER ? metadata.controller() : found.quorum().leader(),
        found.quorum().voters(),
        SurveyedBrokers.controllers(found.quorum(), configs),
        (int) metadata.partitions().stream().map(PartitionMetadata::topic).distinct().count(),
        metadata.partitions().size(),
        Availability.atRisk(metadata.partitions(), minInsync),
        configs.values().stream()
            .anyMatch(config -> config.value("auto.create.topics.enable").equals("true")),
        defaultReplicationFactor(configs),
        List.copyOf(problems),
        acls.answer());
  }

  private record ModeAndQuorum(ClusterMode mode, Quorum quorum) {}

  private ModeAndQuorum modeAndQuorum(Admin admin) throws InterruptedException {
    ModeAndQuorum found;
    try {
      found = new ModeAndQuorum(ClusterMode.KRAFT, Quorum.read(admin, request.controllers()));
      for (int id : found.quorum().lagging(List.of())) {
        problems.add("Controller " + id + " has not caught up.");
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnsupportedVersionException) {
        found = new ModeAndQuorum(ClusterMode.ZOOKEEPER, Quorum.UNKNOWN);
      } else {
        problems.add("The controller quorum cannot be read: " + ErrorText.of(e) + ".");
        found = new ModeAndQuorum(ClusterMode.UNKNOWN, Quorum.UNKNOWN);
      }
    }
    if (request.mode() != ClusterMode.UNKNOWN
        && found.mode() != ClusterMode.UNKNOWN
        && request.mode() != found.mode()) {
      problems.add(
          "The cluster runs in %s mode, not in %s mode."
              .formatted(found.mode().json(), request.mode().json()));
    }
    return found;
  }

  private void partitionProblems(
      ClusterMetadata metadata, KafkaFuture<? extends Map<TopicPartition, ?>> reassignments)
      throws InterruptedException {
    List<PartitionMetadata> all = metadata.partitions();
    partitionProblem("without a leader", Availability.names(all, PartitionMetadata::leaderless));
    partitionProblem(
        "under-replicated", Availability.names(all, PartitionMetadata::underReplicated));
    try {
      partitionProblem(
          "being reassigned",
          reassignments.get().keySet().stream().map(TopicPartition::toString).toList());
    } catch (ExecutionException e) {
      problems.add("Partition reassignments cannot be read: " + ErrorText.of(e) + ".");
    }
  }

  private void partitionProblem(String state, List<String> partitions) {
    if (!partitions.isEmpty()) {
      problems.add("Partitions " + state + ": " + PartitionNames.shorten(partitions) + ".");
    }
  }

  /** In ZooKeeper mode: {@code 3.7} of {@code 3.7-IV4}. */
  private static String protocolVersion(Map<Integer, BrokerConfig> configs) {
    return configs.values().stream()
        .map(config -> config.value("inter.broker.protocol.version").replaceFirst("-.*", ""))
        .filter(version -> !version.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static int defaultReplicationFactor(Map<Integer, BrokerConfig> configs) {
    return configs.values().stream()
        .map(config -> config.value("default.replication.factor"))
        .filter(value -> !value.isEmpty())
        .mapToInt(Integer::parseInt)
        .min()
        .orElse(0);
  }
}
