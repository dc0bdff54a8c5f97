package dev.linkspan.probe.protocol;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Result of {@code examine}. Texts about partitions name the first ones and the number of the
 * others; they are empty if there are none.
 *
 * @param clusterId empty if no broker answered
 * @param brokers node IDs of brokers that are registered and not fenced
 * @param activeController node ID; -1 if there is none
 * @param laggingVoters node IDs of voters that have not caught up; empty in ZooKeeper mode
 * @param leaderless partitions without a leader
 * @param belowMinIsr partitions that refuse writes, because fewer replicas than their {@code
 *     min.insync.replicas} are in sync
 * @param outOfSync number of a broker's replicas that are not in sync, by node ID; partitions that
 *     are being reassigned do not count
 * @param failedLogDirs a broker's log directories that failed, by node ID
 * @param running what each broker runs with
 * @param served {@code host:port} that clients at a broker's external port are told for each node
 *     ID, by the node ID of the broker that was asked
 * @param notServed why a broker's external port could not be asked, by node ID
 * @param problems what could not be read, one sentence each
 */
public record ExamineResult(
    String clusterId,
    List<Integer> brokers,
    int activeController,
    List<Integer> laggingVoters,
    String leaderless,
    String belowMinIsr,
    Map<Integer, Integer> outOfSync,
    Map<Integer, String> failedLogDirs,
    List<Running> running,
    Map<Integer, Map<Integer, String>> served,
    Map<Integer, String> notServed,
    List<String> problems) {

  /** What this broker runs with; empty if that could not be read. */
  public Optional<Running> running(int brokerId) {
    return running.stream().filter(broker -> broker.id() == brokerId).findFirst();
  }

  /**
   * The configs that a broker runs with, wherever they come from. A config without a value is an
   * empty string.
   *
   * @param id node ID
   * @param protocolMap {@code listener.security.protocol.map}
   * @param logDirs paths
   * @param settings values of the configs that the request names, by key; without those that the
   *     broker does not have, and without sensitive ones
   * @param dynamicSettings keys of the settings whose value was set dynamically, so that the
   *     broker's file does not count
   */
  public record Running(
      int id,
      String listeners,
      String advertisedListeners,
      String protocolMap,
      List<String> logDirs,
      Map<String, String> settings,
      List<String> dynamicSettings) {}
}
