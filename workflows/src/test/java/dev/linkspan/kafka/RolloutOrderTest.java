package dev.linkspan.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.kafka.ClusterActivities.ClusterHealth;
import dev.linkspan.plan.Plan.BrokerPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RolloutOrderTest {
  private static final String NAME = "abc123";
  private static final List<BrokerPlan> BROKERS =
      List.of(broker(3), broker(1), broker(2), broker(5));
  private final RolloutOrder order = new RolloutOrder(BROKERS, NAME);

  private static BrokerPlan broker(int id) {
    return new BrokerPlan(id, "broker-node" + id, "ap-southeast-1a", true, 9092 + id);
  }

  private static ClusterHealth health(int controller, Set<Integer> down, Set<Integer> renamed) {
    Map<Integer, String> advertised = new TreeMap<>();
    for (BrokerPlan broker : BROKERS) {
      if (!down.contains(broker.nodeId())) {
        String name = renamed.contains(broker.nodeId()) ? NAME : "unique_name";
        advertised.put(
            broker.nodeId(), broker.advertisedHost(name) + ":" + broker.advertisedPort());
      }
    }
    return new ClusterHealth(
        "id",
        List.copyOf(advertised.keySet()),
        controller,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        advertised);
  }

  private List<Integer> wholeOrder(int controller) {
    Set<Integer> renamed = new TreeSet<>();
    List<Integer> result = new ArrayList<>();
    Optional<BrokerPlan> next = order.next(health(controller, Set.of(), renamed), Set.of());
    while (next.isPresent()) {
      result.add(next.get().nodeId());
      renamed.add(next.get().nodeId());
      next = order.next(health(controller, Set.of(), renamed), Set.of());
    }
    return result;
  }

  @Test
  void goesByIdWithTheActiveControllerLast() {
    assertThat(wholeOrder(1)).containsExactly(2, 3, 5, 1);
    assertThat(wholeOrder(3)).containsExactly(1, 2, 5, 3);
    assertThat(wholeOrder(5)).containsExactly(1, 2, 3, 5);
  }

  @Test
  void goesByIdWhereThereIsNoActiveController() {
    assertThat(wholeOrder(-1)).containsExactly(1, 2, 3, 5);
  }

  @Test
  void takesABrokerThatIsDownFirst() {
    assertThat(order.next(health(1, Set.of(5), Set.of()), Set.of()))
        .map(BrokerPlan::nodeId)
        .contains(5);
  }

  @Test
  void skipsWhatAdvertisesTheNameAlready() {
    assertThat(order.next(health(1, Set.of(), Set.of(1, 2, 3, 5)), Set.of())).isEmpty();
    assertThat(order.next(health(2, Set.of(), Set.of(1)), Set.of()))
        .map(BrokerPlan::nodeId)
        .contains(3);
  }

  @Test
  void neverTakesABrokerTwiceWhateverTheClusterStillTells() {
    assertThat(order.next(health(2, Set.of(), Set.of()), Set.of(1, 3)))
        .map(BrokerPlan::nodeId)
        .contains(5);
  }

  @Test
  void takesABrokerThatAdvertisesAnotherPort() {
    ClusterHealth moved =
        new ClusterHealth(
            "id",
            List.of(1),
            -1,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Map.of(1, broker(1).advertisedHost(NAME) + ":1"));

    assertThat(new RolloutOrder(List.of(broker(1)), NAME).next(moved, Set.of())).isPresent();
  }
}
