package dev.linkspan.probe.cluster;

import static java.util.stream.Collectors.toSet;

import dev.linkspan.probe.client.BrokerConnection;
import dev.linkspan.probe.client.ErrorText;
import dev.linkspan.probe.client.HostPort;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.requests.MetadataResponse;

/**
 * The cluster as it is in the metadata caches of brokers. Each cache can lag, so two brokers are
 * asked and the worse answer counts. The Admin API would choose the brokers itself.
 *
 * @param controller in KRaft mode the node ID of any broker, in ZooKeeper mode of the controller;
 *     -1 if there is none
 * @param brokers brokers that are registered and not fenced, by node ID
 */
public record ClusterMetadata(
    String clusterId,
    int controller,
    Map<Integer, Node> brokers,
    List<PartitionMetadata> partitions) {

  private static final int BROKERS_TO_ASK = 2;

  /**
   * What the first two brokers that answer agree on.
   *
   * @throws IOException if no broker answers
   */
  public static ClusterMetadata read(Collection<HostPort> candidates) throws IOException {
    List<ClusterMetadata> answers = new ArrayList<>();
    String problem = "no broker to ask";
    for (HostPort candidate : candidates) {
      if (answers.size() == BROKERS_TO_ASK) {
        break;
      }
      try (BrokerConnection broker = BrokerConnection.connect(candidate)) {
        answers.add(of(broker.metadata()));
      } catch (IOException e) {
        problem = candidate + ": " + ErrorText.of(e);
      }
    }
    if (answers.isEmpty()) {
      throw new IOException(problem);
    }
    return answers.size() == 1 ? answers.get(0) : answers.get(0).worseOf(answers.get(1));
  }

  private static ClusterMetadata of(MetadataResponse response) {
    Map<Integer, Node> brokers = new TreeMap<>();
    response.brokers().forEach(node -> brokers.put(node.id(), node));
    List<PartitionMetadata> partitions = new ArrayList<>();
    for (var topic : response.data().topics()) {
      for (var p : topic.partitions()) {
        partitions.add(
            new PartitionMetadata(
                topic.name(),
                p.partitionIndex(),
                p.leaderId(),
                List.copyOf(p.replicaNodes()),
                List.copyOf(p.isrNodes())));
      }
    }
    return new ClusterMetadata(
        response.data().clusterId(), response.data().controllerId(), brokers, partitions);
  }

  /**
   * The effective {@code min.insync.replicas} by topic, from the first broker that answers.
   *
   * @throws IOException if no broker answers
   */
  public Map<String, Integer> minInsyncReplicas(Collection<HostPort> candidates)
      throws IOException {
    Set<String> topics = partitions.stream().map(PartitionMetadata::topic).collect(toSet());
    String problem = "no broker to ask";
    for (HostPort candidate : candidates) {
      try (BrokerConnection broker = BrokerConnection.connect(candidate)) {
        return broker.minInsyncReplicas(topics);
      } catch (IOException e) {
        problem = candidate + ": " + ErrorText.of(e);
      }
    }
    throw new IOException(problem);
  }

  /** A broker counts if both know it; a partition is in the worse of both states. */
  ClusterMetadata worseOf(ClusterMetadata other) {
    Map<Integer, Node> both = new TreeMap<>(brokers);
    both.keySet().retainAll(other.brokers.keySet());
    Map<String, PartitionMetadata> merged = new LinkedHashMap<>();
    partitions.forEach(p -> merged.put(p.name(), p));
    other.partitions.forEach(p -> merged.merge(p.name(), p, PartitionMetadata::worseOf));
    return new ClusterMetadata(clusterId, other.controller, both, List.copyOf(merged.values()));
  }
}
