package dev.linkspan.probe.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.probe.protocol.SurveyResult.TopicAtRisk;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.Node;
import org.junit.jupiter.api.Test;

class AvailabilityTest {
  private static final Map<String, Integer> TWO = Map.of("t", 2);

  private static PartitionMetadata partition(
      String topic, List<Integer> replicas, Integer... inSync) {
    return new PartitionMetadata(
        topic, 0, inSync.length == 0 ? -1 : inSync[0], replicas, List.of(inSync));
  }

  @Test
  void aBrokerThatLeavesEnoughInSyncReplicasBlocksNoPartition() {
    var full = List.of(partition("t", List.of(1, 2, 3), 1, 2, 3));
    assertThat(Availability.blocked(full, TWO)).isEmpty();
    assertThat(Availability.atMinimum(full, TWO)).isEmpty();
  }

  @Test
  void atTheMinimumOnlyTheReplicaThatIsOutOfSyncCanStop() {
    var two = List.of(partition("t", List.of(1, 2, 3), 1, 2));
    assertThat(Availability.blocked(two, TWO))
        .isEqualTo(Map.of(1, List.of("t-0"), 2, List.of("t-0")));
    assertThat(Availability.atMinimum(two, TWO)).containsExactly("t-0");
  }

  @Test
  void belowTheMinimumNoReplicaCanStopWhetherInSyncOrNot() {
    var one =
        List.of(partition("t", List.of(1, 2, 3), 1), partition("u", List.of(4, 5, 6), 4, 5, 6));
    assertThat(Availability.blocked(one, TWO)).containsOnlyKeys(1, 2, 3);
  }

  @Test
  void theOnlyInSyncReplicaOfSeveralBlocksEvenWithAMinimumOfOne() {
    var last = List.of(partition("u", List.of(1, 2), 2));
    assertThat(Availability.blocked(last, Map.of())).containsOnlyKeys(2);
  }

  @Test
  void topicsWithoutASpareReplicaAreAtRiskAndBlockNoBroker() {
    var single = partition("single", List.of(1), 1);
    var pair = partition("t", List.of(1, 2), 1, 2);
    var safe = partition("safe", List.of(1, 2), 1, 2);
    var all = List.of(single, pair, safe);
    assertThat(Availability.blocked(all, TWO)).isEmpty();
    assertThat(Availability.atRisk(all, TWO))
        .containsExactly(
            new TopicAtRisk("single", 1, 1, 1, "unavailable while a broker that holds it restarts"),
            new TopicAtRisk(
                "t",
                1,
                2,
                2,
                "producers with acks=all stop while a broker that holds it restarts"));
  }

  @Test
  void writesAreRefusedWhereFewerReplicasAreInSyncThanTheMinimumUnlessItIsMeantSo() {
    var refused = partition("t", List.of(1, 2, 3), 1);
    var fine = partition("t", List.of(1, 2, 3), 1, 2);
    var headless = partition("t", List.of(1, 2, 3));
    var meant = partition("t", List.of(1), 1);
    assertThat(Availability.belowMinimum(List.of(refused), TWO)).containsExactly("t-0");
    assertThat(Availability.belowMinimum(List.of(fine, headless, meant), TWO)).isEmpty();
  }

  @Test
  void replicasThatAreNotInSyncAreCountedForTheirBrokersUnlessTheyAreReassigned() {
    var behind = List.of(partition("t", List.of(1, 2, 3), 1), partition("u", List.of(2, 3), 2));
    assertThat(Availability.outOfSync(behind, Set.of())).isEqualTo(Map.of(2, 1, 3, 2));
    assertThat(Availability.outOfSync(behind, Set.of("t-0"))).isEqualTo(Map.of(3, 1));
  }

  @Test
  void ofTwoBrokersTheWorseStateCounts() {
    PartitionMetadata fresh = partition("t", List.of(1, 2, 3), 1, 2);
    PartitionMetadata stale = partition("t", List.of(1, 2, 3), 1, 2, 3);
    PartitionMetadata headless = partition("t", List.of(1, 2, 3));
    PartitionMetadata made = partition("new", List.of(1), 1);
    ClusterMetadata one = view(List.of(stale, made), 1, 2, 3);
    ClusterMetadata other = view(List.of(fresh), 1, 2);
    ClusterMetadata both = one.worseOf(other);
    assertThat(both.brokers()).containsOnlyKeys(1, 2);
    assertThat(both.partitions()).containsExactly(fresh, made);
    assertThat(other.worseOf(one).partitions()).containsExactly(fresh, made);
    assertThat(stale.worseOf(headless).leaderless()).isTrue();
  }

  private static ClusterMetadata view(List<PartitionMetadata> partitions, int... brokers) {
    Map<Integer, Node> nodes = new TreeMap<>();
    for (int id : brokers) {
      nodes.put(id, new Node(id, "h", 1));
    }
    return new ClusterMetadata("c", 1, nodes, partitions);
  }
}
