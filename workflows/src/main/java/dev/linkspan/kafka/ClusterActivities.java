package dev.linkspan.kafka;

import dev.linkspan.kafka.NodeActivities.Node;
import dev.linkspan.setup.Owner;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;
import java.util.Map;

/**
 * Questions to the running cluster, asked by the probe on the bastion over the INTERNAL listener.
 */
@ActivityInterface
public interface ClusterActivities {

  /** Waits until exactly these brokers are registered and the quorum has a leader. */
  @ActivityMethod(name = "Cluster_AwaitCluster")
  ClusterHealth awaitCluster(Owner owner, ClusterAccess access);

  /** One look, no waiting. */
  @ActivityMethod(name = "Cluster_Inspect")
  ClusterHealth inspect(Owner owner, ClusterAccess access);

  /**
   * Waits for {@code reads} clean looks in a row: all brokers there, nothing under-replicated or
   * leaderless, every voter caught up. Goes on while things improve; fails, retryably, on a stall.
   */
  @ActivityMethod(name = "Cluster_AwaitInSync")
  ClusterHealth awaitInSync(Owner owner, ClusterAccess access, int reads);

  /** The guide's own test: topic, messages in, messages out, over INTERNAL. */
  @ActivityMethod(name = "Cluster_TestMessages")
  void testMessages(Owner owner, ClusterAccess access, String topic, int messages);

  /** Waits until this broker's running configuration and served metadata say this address. */
  @ActivityMethod(name = "Cluster_AwaitAdvertised")
  void awaitAdvertised(Owner owner, ClusterAccess access, int nodeId, String host, int port);

  /** Gives leadership back to the preferred replicas. */
  @ActivityMethod(name = "Cluster_ElectPreferredLeaders")
  void electPreferredLeaders(Owner owner, ClusterAccess access);

  /**
   * How to ask.
   *
   * @param brokers private address of each broker by node id
   * @param voters node ids of the controllers
   */
  record ClusterAccess(
      Node bastion,
      Map<Integer, String> brokers,
      List<Integer> voters,
      int internalPort,
      int externalPort) {}

  /**
   * What one look found.
   *
   * @param brokers ids that are registered and unfenced
   * @param activeController node id of the quorum's leader, -1 where there is none
   * @param laggingVoters voters that have not caught up
   * @param advertisedExternal {@code host:port} that each running broker advertises for EXTERNAL
   */
  record ClusterHealth(
      String clusterId,
      List<Integer> brokers,
      int activeController,
      List<Integer> laggingVoters,
      List<String> underReplicated,
      List<String> leaderless,
      List<String> atMinIsr,
      Map<Integer, String> advertisedExternal) {}
}
