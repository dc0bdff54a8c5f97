package dev.linkspan.probe.protocol;

import java.util.List;
import java.util.Map;

/**
 * Result of {@code inspect}.
 *
 * @param met whether the last check met the condition
 * @param health what the last check found
 * @param reasons why the condition is not met, one short sentence each; empty if it is met
 */
public record InspectResult(boolean met, Health health, List<String> reasons) {

  /**
   * The health of a cluster at one moment. Partitions are named {@code topic-partition}.
   *
   * @param brokers node IDs of brokers that are registered and not fenced
   * @param activeController node ID of the active controller: in KRaft mode the leader of the
   *     quorum; -1 if there is none
   * @param laggingVoters node IDs of voters that have not caught up
   * @param underReplicated partitions with a replica that is not in sync
   * @param leaderless partitions without a leader
   * @param atMinIsr partitions that need each in-sync replica they still have
   * @param advertisedExternal {@code host:port} that each running broker advertises for the
   *     listener that TiDB Cloud connects to, by node ID
   * @param reassigning partitions that are being reassigned
   * @param logDirProblems failed log directories and replicas that move between them, by node ID
   * @param offsetLag total number of messages that a broker's replicas lack, by node ID; a measure
   *     of progress
   * @param dynamicListeners node IDs of brokers whose listener configs are not those of their file
   * @param blocked partitions that would fall below {@code min.insync.replicas} without a broker,
   *     by node ID
   * @param metadataVersion finalized level of {@code metadata.version}; -1 if unknown
   * @param voters the quorum; empty in ZooKeeper mode
   * @param quorumAllows node IDs of voters that can stop now; in ZooKeeper mode, of all brokers
   * @param problems what could not be read, one sentence each
   */
  public record Health(
      String clusterId,
      List<Integer> brokers,
      int activeController,
      List<Integer> laggingVoters,
      List<String> underReplicated,
      List<String> leaderless,
      List<String> atMinIsr,
      Map<Integer, String> advertisedExternal,
      List<String> reassigning,
      Map<Integer, String> logDirProblems,
      Map<Integer, Long> offsetLag,
      List<Integer> dynamicListeners,
      Map<Integer, List<String>> blocked,
      int metadataVersion,
      List<QuorumVoter> voters,
      List<Integer> quorumAllows,
      List<String> problems) {}
}
