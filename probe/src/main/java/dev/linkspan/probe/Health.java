package dev.linkspan.probe;

import java.util.List;
import java.util.Map;

/**
 * What one look found. Partitions are named {@code topic-partition}.
 *
 * @param brokers ids that are registered and unfenced
 * @param activeController node id of the quorum's leader, with ZooKeeper of the controller; -1
 *     where there is none
 * @param laggingVoters voters that have not caught up
 * @param underReplicated partitions with a replica out of sync
 * @param leaderless partitions without a leader
 * @param atMinIsr partitions that need every in-sync replica they have left
 * @param advertisedExternal {@code host:port} each running broker advertises for the TiDB listener
 * @param reassigning partitions that are being moved
 * @param logDirProblems by broker: failed disks, replicas on the move between them
 * @param offsetLag by broker, messages its replicas lack in all: a measure of progress
 * @param dynamicListeners brokers with a listener setting that is not their file's
 * @param blocked by broker, partitions that would fall below their minimum without it
 * @param metadataVersion finalized level, -1 where there is none or it is not told
 * @param voters the quorum as its leader sees it
 * @param quorumAllows voters that may stop now; with ZooKeeper, all brokers
 * @param problems what could not be read, in words
 */
record Health(
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
    List<Quorum.Voter> voters,
    List<Integer> quorumAllows,
    List<String> problems) {

  /** A look that found no broker, and at most the quorum. */
  static Health withoutBrokers(Quorum quorum, List<Integer> voters, List<String> problems) {
    return new Health(
        "",
        List.of(),
        quorum.leader(),
        quorum.leader() < 0 ? List.of() : quorum.lagging(voters),
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
        quorum.allows(),
        List.copyOf(problems));
  }
}
