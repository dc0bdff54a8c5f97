package dev.linkspan.probe;

import dev.linkspan.probe.protocol.QuorumVoter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.QuorumInfo;

/**
 * The controllers' quorum and who of it may stop.
 *
 * @param leader node id of the active controller, -1 where there is none
 */
record Quorum(int leader, List<QuorumVoter> voters) {
  /** The default of {@code controller.quorum.fetch.timeout.ms}: later is not caught up. */
  static final long CAUGHT_UP_MILLIS = 2_000;

  static final Quorum UNKNOWN = new Quorum(-1, List.of());

  /**
   * Asks a broker, or the controllers themselves when no broker answers.
   *
   * @param controllers {@code host:port} of dedicated controllers by node id; may be empty
   * @throws ExecutionException why the quorum is not known
   */
  static Quorum read(Admin admin, Map<Integer, String> controllers)
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

  /** Asks the controllers themselves. */
  static Quorum read(Map<Integer, String> controllers)
      throws ExecutionException, InterruptedException {
    try (Admin admin = Clients.controllerAdmin(controllers.values())) {
      return of(admin.describeMetadataQuorum().quorumInfo().get());
    }
  }

  static Quorum of(QuorumInfo info) {
    var leader = info.voters().stream().filter(v -> v.replicaId() == info.leaderId()).findFirst();
    long newest = leader.map(v -> v.lastCaughtUpTimestamp().orElse(-1)).orElse(-1L);
    long end = leader.map(QuorumInfo.ReplicaState::logEndOffset).orElse(-1L);
    List<QuorumVoter> voters =
        info.voters().stream()
            .map(
                v -> {
                  long seen = v.lastCaughtUpTimestamp().orElse(-1);
                  long lag = seen < 0 || newest < 0 ? -1 : Math.max(0, newest - seen);
                  return new QuorumVoter(
                      v.replicaId(),
                      v.replicaId() == info.leaderId() ? 0 : lag,
                      Math.max(0, end - v.logEndOffset()));
                })
            .toList();
    return new Quorum(info.leaderId(), voters);
  }

  private static boolean caughtUp(QuorumVoter voter) {
    return voter.lagMillis() >= 0 && voter.lagMillis() < CAUGHT_UP_MILLIS;
  }

  /** Those of the expected voters, of all voters where none are expected, that are not fit. */
  List<Integer> lagging(List<Integer> expected) {
    List<Integer> asked =
        expected.isEmpty() ? voters.stream().map(QuorumVoter::id).toList() : expected;
    return asked.stream()
        .filter(id -> voters.stream().noneMatch(v -> v.id() == id && caughtUp(v)))
        .sorted()
        .toList();
  }

  /** Voters that may stop now. */
  List<Integer> allows() {
    return voters.stream().map(QuorumVoter::id).filter(this::allows).sorted().toList();
  }

  /**
   * Whether the quorum survives the stop of this node with a majority that has everything. The one
   * that stops does not count; a single voter may always stop, since nobody else could help.
   */
  boolean allows(int stopping) {
    if (leader < 0) {
      return false;
    }
    if (voters.stream().noneMatch(v -> v.id() == stopping)) {
      return true;
    }
    long others = voters.stream().filter(v -> v.id() != stopping && caughtUp(v)).count();
    return switch (voters.size()) {
      case 1 -> true;
      case 2 -> others == 1;
      default -> others >= (voters.size() + 2) / 2;
    };
  }
}
