package dev.linkspan.probe.removal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where replicas go that leave their broker. */
class ReplicaPlacementTest {
  private static final Map<Integer, String> RACKS = Map.of(1, "a", 2, "b", 3, "c", 4, "a", 5, "b");

  private static ReplicaPlacement leaving(List<Integer> from, List<List<Integer>> assignments) {
    return new ReplicaPlacement(from, RACKS, assignments);
  }

  @Test
  void onlyTheReplicaThatLeavesIsReplacedAndTheOrderStays() {
    ReplicaPlacement placement = leaving(List.of(4), List.of(List.of(4, 2, 3)));

    assertThat(placement.of(List.of(4, 2, 3))).contains(List.of(1, 2, 3));
  }

  @Test
  void aRackWithoutAReplicaComesBeforeABrokerWithFewReplicas() {
    List<List<Integer>> busy = List.of(List.of(3, 1), List.of(3, 2), List.of(3, 1));

    assertThat(leaving(List.of(4), busy).of(List.of(4, 1, 2))).contains(List.of(3, 1, 2));
    assertThat(leaving(List.of(4), busy).of(List.of(4))).contains(List.of(5));
  }

  @Test
  void replicasAreSpreadOverTheBrokersThatStay() {
    ReplicaPlacement placement = leaving(List.of(4), List.of());

    assertThat(placement.of(List.of(4))).contains(List.of(1));
    assertThat(placement.of(List.of(4))).contains(List.of(2));
    assertThat(placement.of(List.of(4))).contains(List.of(3));
    assertThat(placement.of(List.of(4))).contains(List.of(5));
  }

  @Test
  void noBrokerThatLeavesIsChosen() {
    ReplicaPlacement placement = leaving(List.of(4, 5), List.of());

    assertThat(placement.of(List.of(4, 5)))
        .hasValueSatisfying(to -> assertThat(to).isSubsetOf(1, 2, 3));
  }

  @Test
  void aPartitionWithMoreReplicasThanBrokersThatStayCannotMove() {
    assertThat(leaving(List.of(4, 5), List.of()).of(List.of(1, 2, 3, 4))).isEmpty();
  }
}
