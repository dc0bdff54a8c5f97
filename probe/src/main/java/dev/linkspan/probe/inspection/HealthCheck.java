package dev.linkspan.probe.inspection;

import dev.linkspan.probe.client.ErrorText;
import dev.linkspan.probe.client.HostPort;
import dev.linkspan.probe.cluster.Availability;
import dev.linkspan.probe.cluster.BrokerConfig;
import dev.linkspan.probe.cluster.ClusterMetadata;
import dev.linkspan.probe.cluster.LogDirs;
import dev.linkspan.probe.cluster.MetadataVersion;
import dev.linkspan.probe.cluster.PartitionMetadata;
import dev.linkspan.probe.cluster.Quorum;
import dev.linkspan.probe.protocol.ClusterMode;
import dev.linkspan.probe.protocol.InspectRequest;
import dev.linkspan.probe.protocol.InspectResult.Health;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Reads the health of a cluster. What cannot be read is a problem in the result. */
final class HealthCheck {
  private final InspectRequest request;
  private final boolean zooKeeper;
  private final String listener;
  private final List<HostPort> brokers;
  private final Admin admin;

  /**
   * @param brokers whose metadata counts
   */
  HealthCheck(InspectRequest request, List<HostPort> brokers, Admin admin) {
    this.request = request;
    this.zooKeeper = request.mode() == ClusterMode.ZOOKEEPER;
    this.listener = Objects.requireNonNullElse(request.listener(), BrokerConfig.EXTERNAL);
    this.brokers = brokers;
    this.admin = admin;
  }

  Health run() throws InterruptedException {
    List<String> problems = new ArrayList<>();
    try {
      ClusterMetadata metadata = ClusterMetadata.read(brokers);
      return health(metadata, metadata.minInsyncReplicas(brokers), problems);
    } catch (IOException e) {
      problems.add("The cluster does not answer: " + e.getMessage() + ".");
      return withoutBrokers(quorumWithoutBrokers(problems), problems);
    }
  }

  private Health health(
      ClusterMetadata metadata, Map<String, Integer> minInsync, List<String> problems)
      throws InterruptedException {
    List<Integer> ids = List.copyOf(metadata.brokers().keySet());
    List<PartitionMetadata> partitions = metadata.partitions();
    // All questions are sent before the first answer is waited for.
    var reassignments = admin.listPartitionReassignments().reassignments();
    var logDirDescriptions = admin.describeLogDirs(ids).descriptions();
    var configDescriptions = BrokerConfig.describe(admin, ids);
    var features = admin.describeFeatures();
    Quorum quorum = zooKeeper ? Quorum.UNKNOWN : quorum(problems);
    List<String> reassigning = reassigning(reassignments, problems);
    Map<Integer, BrokerConfig> configs = BrokerConfig.collect(configDescriptions, problems);
    LogDirs logDirs = LogDirs.of(logDirDescriptions);
    return new Health(
        metadata.clusterId(),
        ids,
        zooKeeper ? metadata.controller() : quorum.leader(),
        zooKeeper ? List.of() : quorum.lagging(request.voters()),
        Availability.names(partitions, PartitionMetadata::underReplicated),
        Availability.names(partitions, PartitionMetadata::leaderless),
        Availability.atMinimum(partitions, minInsync),
        advertised(configs),
        reassigning,
        logDirs.problems(),
        logDirs.offsetLag(),
        dynamicListeners(configs),
        Availability.blocked(partitions, minInsync),
        MetadataVersion.level(features),
        quorum.voters(),
        zooKeeper ? ids : quorum.canStop(),
        problems);
  }

  private static List<String> reassigning(
      KafkaFuture<? extends Map<TopicPartition, ?>> reassignments, List<String> problems)
      throws InterruptedException {
    Set<TopicPartition> partitions = Set.of();
    try {
      partitions = reassignments.get().keySet();
    } catch (ExecutionException e) {
      problems.add("Partition reassignments cannot be read: " + ErrorText.of(e) + ".");
    }
    return partitions.stream().map(TopicPartition::toString).sorted().toList();
  }

  private Map<Integer, String> advertised(Map<Integer, BrokerConfig> configs) {
    Map<Integer, String> found = new TreeMap<>();
    configs.forEach(
        (id, config) ->
            config.advertisedAddress(listener).ifPresent(address -> found.put(id, address)));
    return found;
  }

  private static List<Integer> dynamicListeners(Map<Integer, BrokerConfig> configs) {
    return configs.entrySet().stream()
        .filter(broker -> broker.getValue().hasDynamicListeners())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private Quorum quorum(List<String> problems) throws InterruptedException {
    try {
      return Quorum.read(admin, request.controllers());
    } catch (ExecutionException e) {
      problems.add("The controller quorum cannot be read: " + ErrorText.of(e) + ".");
      return Quorum.UNKNOWN;
    }
  }

  /** Dedicated controllers answer even if no broker does. */
  private Quorum quorumWithoutBrokers(List<String> problems) throws InterruptedException {
    if (!request.controllers().isEmpty()) {
      try {
        return Quorum.read(request.controllers());
      } catch (ExecutionException e) {
        problems.add("The controllers do not answer: " + ErrorText.of(e) + ".");
      }
    }
    return Quorum.UNKNOWN;
  }

  private Health withoutBrokers(Quorum quorum, List<String> problems) {
    return new Health(
        "",
        List.of(),
        quorum.leader(),
        quorum.leader() < 0 ? List.of() : quorum.lagging(request.voters()),
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        List.of(),
        Map.of(),
        Map.of(),
        List.of(),
        Map.of(),
        -1,
        quorum.voters(),
        quorum.canStop(),
        List.copyOf(problems));
  }
}
