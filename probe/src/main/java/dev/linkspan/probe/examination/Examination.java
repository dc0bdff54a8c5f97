package dev.linkspan.probe.examination;

import dev.linkspan.probe.client.ErrorText;
import dev.linkspan.probe.client.HostPort;
import dev.linkspan.probe.client.KafkaClients;
import dev.linkspan.probe.cluster.Availability;
import dev.linkspan.probe.cluster.BrokerConfig;
import dev.linkspan.probe.cluster.ClusterMetadata;
import dev.linkspan.probe.cluster.LogDirs;
import dev.linkspan.probe.cluster.PartitionMetadata;
import dev.linkspan.probe.cluster.PartitionNames;
import dev.linkspan.probe.cluster.Quorum;
import dev.linkspan.probe.listeners.ServedMetadata;
import dev.linkspan.probe.protocol.ClusterMode;
import dev.linkspan.probe.protocol.ExamineRequest;
import dev.linkspan.probe.protocol.ExamineResult;
import dev.linkspan.probe.protocol.ExamineResult.Running;
import dev.linkspan.probe.protocol.MetadataRequest;
import dev.linkspan.probe.protocol.MetadataResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Reads a cluster once, for a verification. What cannot be read is a problem in the result. */
public final class Examination {
  private final ExamineRequest request;
  private final List<HostPort> addresses;
  private final Admin admin;
  private final List<String> problems = new ArrayList<>();

  private Examination(ExamineRequest request, List<HostPort> addresses, Admin admin) {
    this.request = request;
    this.addresses = addresses;
    this.admin = admin;
  }

  /** A cluster of which no broker answers has no brokers in the result. */
  public static ExamineResult run(ExamineRequest request) throws InterruptedException {
    List<HostPort> addresses =
        request.brokers().values().stream().map(a -> HostPort.parse(a, request.port())).toList();
    try (Admin admin = KafkaClients.admin(addresses.stream().map(HostPort::toString).toList())) {
      return new Examination(request, addresses, admin).run();
    }
  }

  private ExamineResult run() throws InterruptedException {
    try {
      ClusterMetadata metadata = ClusterMetadata.read(addresses);
      return examined(metadata, metadata.minInsyncReplicas(addresses));
    } catch (IOException e) {
      problems.add("No broker answers: " + e.getMessage() + ".");
      return silent();
    }
  }

  private ExamineResult examined(ClusterMetadata metadata, Map<String, Integer> minInsync)
      throws InterruptedException {
    Set<Integer> ids = metadata.brokers().keySet();
    List<PartitionMetadata> partitions = metadata.partitions();
    // All questions are sent before the first answer is waited for.
    var reassignments = admin.listPartitionReassignments().reassignments();
    var logDirs = admin.describeLogDirs(ids).descriptions();
    var configs = BrokerConfig.describe(admin, ids);
    boolean zooKeeper = request.mode() == ClusterMode.ZOOKEEPER;
    Quorum quorum = zooKeeper ? Quorum.UNKNOWN : quorum();
    MetadataResult served =
        ServedMetadata.run(
            new MetadataRequest(request.brokers(), request.externalPort(), List.of()));
    return new ExamineResult(
        metadata.clusterId(),
        List.copyOf(ids),
        zooKeeper ? metadata.controller() : quorum.leader(),
        quorum.leader() < 0 ? List.of() : quorum.lagging(request.voters()),
        shortened(Availability.names(partitions, PartitionMetadata::leaderless)),
        shortened(Availability.belowMinimum(partitions, minInsync)),
        Availability.outOfSync(partitions, reassigning(reassignments)),
        LogDirs.failed(logDirs, problems),
        BrokerConfig.collect(configs, request.settings(), problems).entrySet().stream()
            .map(broker -> running(broker.getKey(), broker.getValue()))
            .toList(),
        served.served(),
        served.problems(),
        List.copyOf(problems));
  }

  private static String shortened(List<String> partitions) {
    return PartitionNames.shorten(partitions);
  }

  private Running running(int id, BrokerConfig config) {
    Map<String, String> settings = new TreeMap<>(config.values());
    settings.keySet().retainAll(request.settings());
    return new Running(
        id,
        config.value(BrokerConfig.LISTENERS),
        config.value(BrokerConfig.ADVERTISED_LISTENERS),
        config.value(BrokerConfig.PROTOCOL_MAP),
        config.logDirs(),
        settings,
        settings.keySet().stream().filter(config::isDynamicConfig).toList());
  }

  private Quorum quorum() throws InterruptedException {
    try {
      return Quorum.read(admin, request.controllers());
    } catch (ExecutionException e) {
      problems.add("The controller quorum cannot be read: " + ErrorText.of(e) + ".");
      return Quorum.UNKNOWN;
    }
  }

  private Set<String> reassigning(KafkaFuture<? extends Map<TopicPartition, ?>> reassignments)
      throws InterruptedException {
    try {
      return reassignments.get().keySet().stream()
          .map(TopicPartition::toString)
          .collect(Collectors.toSet());
    } catch (ExecutionException e) {
      problems.add("Partition reassignments cannot be read: " + ErrorText.of(e) + ".");
      return Set.of();
    }
  }

  private ExamineResult silent() {
    return new ExamineResult(
        "",
        List.of(),
        -1,
        List.of(),
        "",
        "",
        Map.of(),
        Map.of(),
        List.of(),
        new TreeMap<>(),
        Map.of(),
        List.copyOf(problems));
  }
}
