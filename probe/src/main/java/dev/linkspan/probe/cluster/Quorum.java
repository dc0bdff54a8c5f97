package dev.linkspan.probe.cluster;

import dev.linkspan.probe.client.KafkaClients;
import dev.linkspan.probe.protocol.QuorumVoter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.QuorumInfo;

/**
 * The KRaft metadata quorum, and which of its voters can stop.
 *
 * @param leader node ID of the active controller; -1 if there is none
 * @param addresses {@code host:port} of each voter by node ID; empty before Kafka 3.9, which does
 *     not report them
 */
public record Quorum(int leader, List<QuorumVoter> voters, Map<Integer, String> addresses) {
  /** A voter that lags longer has not caught up: default of controller.quorum.fetch.timeout.ms. */
  static final long CAUGHT_UP_MILLIS = 2_000;

  /** A quorum that is not known, or that does not exist because of ZooKeeper. */
  public static final Quorum UNKNOWN = new Quorum(-1, List.of(), Map.of());

  /**
   * Asks a broker, or the controllers themselves if no broker answers.
   *
   * @param controllers {@code host:port} of dedicated controllers by node ID; can be empty
   * @throws ExecutionException if the quorum cannot be read, with the reason as its cause
   */
  public static Quorum read(Admin admin, Map<Integer, String> controllers)
      throws ExecutionException, InterruptedException {
    try {
      return of(admin.describeMetadataQuorum().quorumInfo().get());
    } catch (ExecutionException e) {
      if (controllers.isEmpty()) {
        throw e;
      }
    }
    return read(controllers);
  }

  /**
   * Asks the controllers themselves.
   *
   * @param controllers {@code host:port} by node ID
   * @throws ExecutionException if the quorum cannot be read, with the reason as its cause
   */
  public static Quorum read(Map<Integer, String> controllers)
      throws ExecutionException, InterruptedException {
    try (Admin admin = KafkaClients.controllerAdmin(controllers.values())) {
      return of(admin.describeMetadataQuorum().quorumInfo().get());
    }
  }

  private static Quorum of(QuorumInfo info) {
    var leader = info.voters().stream().filter(v -> v.replicaId() == info.leaderId()).findFirst();
    long newest = leader.map(v -> v.lastCaughtUpTimestamp().orElse(-1)).orElse(-1L);
    long end = leader.map(QuorumInfo.ReplicaState::logEndOffset).orElse(-1L);
    List<QuorumVoter> voters =
        info.voters().stream()
            .map(
                v -> {
                  long caughtUp = v.lastCaughtUpTimestamp().orElse(-1);
                  long lag = caughtUp < 0 || newest < 0 ? -1 : Math.max(0, newest - caughtUp);
                  return new QuorumVoter(
                      v.replicaId(),
                      v.replicaId() == info.leaderId() ? 0 : lag,
                      Math.max(0, end - v.logEndOffset()));
                })
            .toList();
    return new Quorum(info.leaderId(), voters, addresses(info));
  }

  /** A voter can have endpoints for several listeners; any of them is one of a controller. */
  private static Map<Integer, String> addresses(QuorumInfo info) {
    Map<Integer, String> addresses = new TreeMap<>();
    info.nodes()
        .forEach(
            (id, node) ->
                node.endpoints().stream()
                    .findFirst()
                    .map(endpoint -> address(endpoint.host(), endpoint.port()))
                    .ifPresent(address -> addresses.put(id, address)));
    return addresses;
  }

  /** Kafka's clients need brackets around an IPv6 address. */
  static String address(String host, int port) {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  private static boolean caughtUp(QuorumVoter voter) {
    return voter.lagMillis() >= 0 && voter.lagMillis() < CAUGHT_UP_MILLIS;
  }

  /** Which expected voters have not caught up; of all voters, if no voters are expected. */
  public List<Integer> lagging(List<Integer> expected) {
    List<Integer> ids =
        expected.isEmpty() ? voters.stream().map(QuorumVoter::id).toList() : expected;
    return ids.stream()
        .filter(id -> voters.stream().noneMatch(v -> v.id() == id && caughtUp(v)))
        .sorted()
        .toList();
  }

  /** Node IDs of voters that can stop now. */
  public List<Integer> canStop() {
    return voters.stream().map(QuorumVoter::id).filter(this::canStop).sorted().toList();
  }

  /**
   * Whether a majority of voters that have caught up is left after this node stops. A single voter
   * can always stop, because waiting does not help.
   */
  boolean canStop(int nodeId) {
    if (leader < 0) {
      return false;
    }
    if (voters.stream().noneMatch(v -> v.id() == nodeId)) {
      return true;
    }
    long others = voters.stream().filter(v -> v.id() != nodeId && caughtUp(v)).count();
    return switch (voters.size()) {
      case 1 -> true;
      case 2 -> others == 1;
      default -> others >= (voters.size() + 2) / 2;
    };
  }
}
