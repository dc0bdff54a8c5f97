package dev.linkspan.probe.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
 * @param acls what ACLs say about clients without a login; null if the probe was not asked
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
    List<String> problems,
    @Nullable Acls acls) {

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
   *     where the listener for TiDB Cloud is added dynamically, whether one of another listener is
   *     not
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
   * The ACLs for {@code User:ANONYMOUS} and for everyone, {@code User:*}.
   *
   * @param authorized whether the cluster is known to have an authorizer
   * @param problem why the ACLs could not be read; empty if they were, or if there are none because
   *     there is no authorizer
   */
  public record Acls(boolean authorized, String problem, List<Acl> entries) {}

  /**
   * One ACL, in Kafka's words.
   *
   * @param allows false if it denies
   * @param operation such as {@code WRITE} or {@code ALL}
   * @param resource type of the resource, such as {@code TOPIC}
   * @param name of the resource, {@code *} for all; the beginning of the name if {@code prefixed}
   * @param host where the client has to come from; {@code *} for anywhere
   */
  public record Acl(
      String principal,
      boolean allows,
      String operation,
      String resource,
      String name,
      boolean prefixed,
      String host) {}

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
