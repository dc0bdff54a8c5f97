package dev.linkspan.workflows.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.kafka.ClusterActivities.ClusterHealth;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.kafka.NodeActivities.NodeAddress;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.kafka.RollingBroker.UnitChange;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.plan.BrokerService.SystemdUnit;
import dev.linkspan.workflows.plan.SettingsChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The numbers in the names of the tests are those of {@link ListenerRolloutWorkflow}. */
class RolloutOrderTest {
  private static final String NAME = "abc123";
  private static final BrokerService SERVICE =
      new BrokerService("/opt/server.properties", new SystemdUnit("kafka.service"));
  private static final List<RollingBroker> BROKERS =
      List.of(broker(3), broker(1), broker(2), broker(5));
  private final RolloutOrder order = new RolloutOrder(BROKERS);

  private static RollingBroker broker(int id) {
    return new RollingBroker(id, node(id), SERVICE, Optional.of(wanted(id, NAME)));
  }

  private static Node node(int id) {
    String address = "10.0.0." + id;
    return new Node(
        new NodeAddress(address, "root", address, 22, Optional.empty(), ""), address, "/opt");
  }

  private static String host(int id, String name) {
    return BrokerDomains.ofGuide(name).host(id, "").orElseThrow();
  }

  private static ExternalListener wanted(int id, String name) {
    return new ExternalListener(
        "EXTERNAL", "0.0.0.0", 39092, host(id, name), 9092 + id, "PLAINTEXT");
  }

  private static ClusterHealth health(int controller, Set<Integer> down, Set<Integer> renamed) {
    Map<Integer, String> advertised = new TreeMap<>();
    for (RollingBroker broker : BROKERS) {
      if (!down.contains(broker.nodeId())) {
        String name = renamed.contains(broker.nodeId()) ? NAME : "unique_name";
        advertised.put(broker.nodeId(), wanted(broker.nodeId(), name).advertised());
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

  private static void assertOnlySecondIsRolled(UnaryOperator<RollingBroker> change) {
    List<RollingBroker> brokers =
        BROKERS.stream().map(b -> b.nodeId() == 2 ? change.apply(b) : b).toList();
    ClusterHealth health = health(1, Set.of(), Set.of(1, 2, 3, 4, 5));

    RolloutOrder order = new RolloutOrder(brokers);

    assertThat(order.next(health, Set.of()).orElseThrow().nodeId()).isEqualTo(2);
    assertThat(order.next(health, Set.of(2))).isEmpty();
  }

  @Test
  void aBrokerThatMustGetSettingsIsRolledAlthoughItsListenerIsAsWanted() {
    SettingsChange settings = new SettingsChange(Map.of("a", "1"), List.of());
    assertOnlySecondIsRolled(broker -> broker.with(Optional.of(settings)));
  }

  @Test
  void aBrokerThatMustGetAUnitIsRolledAlthoughItsListenerIsAsWanted() {
    UnitChange unit = new UnitChange("kafka.service", Optional.empty(), "[Service]");
    assertOnlySecondIsRolled(broker -> broker.withUnit(Optional.of(unit)));
  }

  private List<Integer> wholeOrder(int controller) {
    Set<Integer> renamed = new TreeSet<>();
    List<Integer> result = new ArrayList<>();
    Optional<RollingBroker> next = order.next(health(controller, Set.of(), renamed), Set.of());
    while (next.isPresent()) {
      result.add(next.get().nodeId());
      renamed.add(next.get().nodeId());
      next = order.next(health(controller, Set.of(), renamed), Set.of());
    }
    return result;
  }

  @Test
  void p2OrdersByIdWithTheActiveControllerLast() {
    assertThat(wholeOrder(1)).containsExactly(2, 3, 5, 1);
    assertThat(wholeOrder(3)).containsExactly(1, 2, 5, 3);
    assertThat(wholeOrder(5)).containsExactly(1, 2, 3, 5);
  }

  @Test
  void p2OrdersByIdWithoutAnActiveController() {
    assertThat(wholeOrder(-1)).containsExactly(1, 2, 3, 5);
  }

  @Test
  void p9FindsTheBrokersThatAreDown() {
    assertThat(order.down(health(1, Set.of(5, 2), Set.of())))
        .extracting(RollingBroker::nodeId)
        .containsExactly(2, 5);
    assertThat(order.down(health(1, Set.of(), Set.of()))).isEmpty();
  }

  @Test
  void p5RestartsEachBrokerOnceForAPlainRestart() {
    RolloutOrder plain =
        new RolloutOrder(BROKERS.stream().map(RollingBroker::onlyRestarted).toList());
    ClusterHealth health = health(2, Set.of(), Set.of(1, 2, 3, 5));

    assertThat(plain.next(health, Set.of(1, 3))).map(RollingBroker::nodeId).contains(5);
    assertThat(plain.next(health, Set.of(1, 3, 5))).map(RollingBroker::nodeId).contains(2);
    assertThat(plain.next(health, Set.of(1, 2, 3, 5))).isEmpty();
  }

  @Test
  void p5SkipsABrokerThatAlreadyAdvertisesTheName() {
    assertThat(order.next(health(1, Set.of(), Set.of(1, 2, 3, 5)), Set.of())).isEmpty();
    assertThat(order.next(health(2, Set.of(), Set.of(1)), Set.of()))
        .map(RollingBroker::nodeId)
        .contains(3);
  }

  @Test
  void p5NeverRollsABrokerTwiceWhateverTheClusterReports() {
    assertThat(order.next(health(2, Set.of(), Set.of()), Set.of(1, 3)))
        .map(RollingBroker::nodeId)
        .contains(5);
  }

  @Test
  void p5RollsABrokerThatAdvertisesAnotherPort() {
    ClusterHealth moved =
        new ClusterHealth(
            "id",
            List.of(1),
            -1,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Map.of(1, host(1, NAME) + ":1"));

    assertThat(new RolloutOrder(List.of(broker(1))).next(moved, Set.of())).isPresent();
  }
}
