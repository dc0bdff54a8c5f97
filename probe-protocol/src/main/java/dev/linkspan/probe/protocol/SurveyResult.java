package dev.linkspan.probe.protocol;

import java.util.List;
import java.util.Map;

/**
 * Result of {@code survey}.
 *
 * @param kafkaVersion release, such as {@code 3.7}, whose metadata version or protocol version the
 *     cluster uses; brokers can be newer. Empty if unknown
 * @param metadataVersion finalized level of {@code metadata.version}; -1 if unknown
 * @param activeController node ID; -1 if there is none
 * @param voters the quorum; empty in ZooKeeper mode
 * @param controllers {@code host:port} of each voter by node ID; empty in ZooKeeper mode
 * @param topics number of topics, including internal ones
 * @param partitions number of partitions, including those of internal topics
 * @param atRisk topics that a restart of a broker makes unavailable, sorted by name
 * @param autoCreate whether a broker creates topics when clients first name them
 * @param defaultReplicationFactor replication factor of such a topic; 0 if unknown
 * @param problems what a person should know before a broker restarts, one sentence each
 */
public record SurveyResult(
    String clusterId,
    ClusterMode mode,
    String kafkaVersion,
    int metadataVersion,
    List<Broker> brokers,
    int activeController,
    List<QuorumVoter> voters,
    Map<Integer, String> controllers,
    int topics,
    int partitions,
    List<TopicAtRisk> atRisk,
    boolean autoCreate,
    int defaultReplicationFactor,
    List<String> problems) {

  /**
   * A broker and the configs that it runs with. A config without a value is an empty string.
   *
   * @param id node ID
   * @param host host that the broker advertises to the client that asked
   * @param port port that the broker advertises to the client that asked
   * @param protocolMap {@code listener.security.protocol.map}
   * @param sources names of Kafka's {@code ConfigEntry.ConfigSource} by key of a listener config
   * @param interBrokerListener {@code inter.broker.listener.name}
   * @param logDirs paths
   * @param dynamic whether a listener config is not that of the broker's file. In ZooKeeper mode,
   *     where EXTERNAL is added dynamically, whether one of another listener is not
   */
  public record Broker(
      int id,
      String host,
      int port,
      String rack,
      String listeners,
      String advertisedListeners,
      String protocolMap,
      Map<String, String> sources,
      String interBrokerListener,
      List<String> logDirs,
      String processRoles,
      boolean dynamic) {}

  /**
   * A topic that a restart makes unavailable, however long the restart waits.
   *
   * @param partitions number of its partitions for which this is true
   * @param replicationFactor the smallest among these partitions
   * @param minInsync {@code min.insync.replicas}
   * @param reason what the restart does to clients
   */
  public record TopicAtRisk(
      String topic, int partitions, int replicationFactor, int minInsync, String reason) {}
}
