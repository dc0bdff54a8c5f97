package dev.linkspan.probe.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.probe.protocol.ClusterMode;
import dev.linkspan.probe.protocol.InspectRequest;
import dev.linkspan.probe.protocol.InspectRequest.Until;
import dev.linkspan.probe.protocol.InspectResult.Health;
import dev.linkspan.probe.protocol.QuorumVoter;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnmetConditionsTest {
  private static final Map<Integer, String> BROKERS = Map.of(1, "a", 2, "b", 3, "c:9192");

  private static InspectRequest request(Until until, ClusterMode mode) {
    return new InspectRequest(
        BROKERS, List.of(1, 2, 3), 9092, until, 0, 1, mode, null, null, 2, null);
  }

  /** A healthy cluster, except for what a test changes. */
  private static final class Cluster {
    List<Integer> brokers = List.of(1, 2, 3);
    int controller = 1;
    List<Integer> lagging = List.of();
    List<String> underReplicated = List.of();
    List<String> leaderless = List.of();
    List<String> reassigning = List.of();
    Map<Integer, String> disks = Map.of();
    Map<Integer, List<String>> blocked = Map.of();
    List<QuorumVoter> voters = List.of(voter(1, 0), voter(2, 300), voter(3, 2_500));
    List<Integer> allows = List.of(1, 2, 3);
    List<String> problems = List.of();

    static QuorumVoter voter(int id, long lag) {
      return new QuorumVoter(id, lag, 0);
    }

    List<String> reasons(Until until, ClusterMode mode) {
      return UnmetConditions.of(
          request(until, mode),
          new Health(
              "c",
              brokers,
              controller,
              lagging,
              underReplicated,
              leaderless,
              List.of(),
              Map.of(),
              reassigning,
              disks,
              Map.of(),
              List.of(),
              blocked,
              19,
              voters,
              allows,
              problems));
    }
  }

  @Test
  void aHealthyClusterMeetsEveryCondition() {
    for (Until until : Until.values()) {
      assertThat(new Cluster().reasons(until, ClusterMode.KRAFT)).as(until.json()).isEmpty();
      assertThat(new Cluster().reasons(until, ClusterMode.ZOOKEEPER)).as(until.json()).isEmpty();
    }
  }

  @Test
  void registeredChecksBrokersAndControllerOnly() {
    Cluster cluster = new Cluster();
    cluster.brokers = List.of(1, 3, 7);
    cluster.controller = -1;
    cluster.underReplicated = List.of("t-0");
    assertThat(cluster.reasons(Until.REGISTERED, ClusterMode.KRAFT))
        .containsExactly(
            "Broker 2 is not registered.",
            "Broker 7 is registered but not expected.",
            "The controller quorum has no leader.");
    assertThat(cluster.reasons(Until.REGISTERED, ClusterMode.ZOOKEEPER))
        .contains("There is no active controller.");
  }

  @Test
  void inSyncNamesAtMostFivePartitions() {
    Cluster cluster = new Cluster();
    cluster.lagging = List.of(3, 4);
    cluster.leaderless = List.of("t-0");
    cluster.underReplicated = IntStream.range(0, 7).mapToObj(i -> "t-" + i).toList();
    assertThat(cluster.reasons(Until.IN_SYNC, ClusterMode.KRAFT))
        .containsExactly(
            "Controller 3 has not caught up: it is 2.5 s behind.",
            "Controller 4 has not caught up.",
            "1 partition is without a leader: t-0.",
            "7 partitions are under-replicated: t-0, t-1, t-2, t-3, t-4 and 2 more.");
  }

  @Test
  void theGateChecksEverythingThatARestartCanHarm() {
    Cluster cluster = new Cluster();
    cluster.reassigning = List.of("t-1");
    cluster.disks = Map.of(3, "/data failed");
    cluster.blocked = Map.of(1, List.of("u-0"), 2, List.of("t-0", "t-1"));
    cluster.allows = List.of(3);
    cluster.problems = List.of("Something cannot be read.");
    assertThat(cluster.reasons(Until.GATE, ClusterMode.KRAFT))
        .containsExactly(
            "1 partition is being reassigned: t-1.",
            "Log directories of broker 3: /data failed.",
            "2 partitions are left with too few in-sync replicas without broker 2: t-0, t-1.",
            "The quorum needs controller 2 now.",
            "Something cannot be read.");
    assertThat(cluster.reasons(Until.IN_SYNC, ClusterMode.KRAFT)).isEmpty();
  }

  @Test
  void anUnexpectedVoterKeepsABrokerFromStopping() {
    Cluster cluster = new Cluster();
    cluster.voters =
        List.of(Cluster.voter(1, 0), Cluster.voter(2, 0), Cluster.voter(3, 0), Cluster.voter(9, 0));
    assertThat(cluster.reasons(Until.GATE, ClusterMode.KRAFT))
        .containsExactly("The quorum has unexpected voters: [9].");
  }
}
