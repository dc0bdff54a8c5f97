package dev.linkspan.probe.survey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.probe.cluster.BrokerConfig;
import dev.linkspan.probe.cluster.Quorum;
import dev.linkspan.probe.protocol.ClusterMode;
import dev.linkspan.probe.protocol.SurveyResult.Broker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Node;
import org.junit.jupiter.api.Test;

class SurveyedBrokersTest {
  private static final String KEY = "advertised.listeners";

  private static Broker broker(int id, String advertised, String roles, boolean dynamic) {
    return new Broker(
        id, "h", 1, "", "", advertised, "", Map.of(), "INTERNAL", List.of(), roles, dynamic);
  }

  @Test
  void sharedAddressesDynamicListenersAndAMigrationAreProblems() {
    List<Broker> brokers = new ArrayList<>();
    brokers.add(broker(1, "INTERNAL://a:9092,EXTERNAL://b1.x:9093", "broker", false));
    brokers.add(broker(2, "INTERNAL://b:9092, EXTERNAL://B1.x:9093", "", true));
    assertThat(SurveyedBrokers.problems(brokers))
        .containsExactly(
            "Broker 2 has dynamic listener configs, which override its file.",
            "Brokers 1 and 2 both advertise b1.x:9093.",
            "Brokers [2] have no process.roles and run with ZooKeeper; the others run in KRaft mode.");
    assertThat(SurveyedBrokers.problems(brokers.subList(0, 1))).isEmpty();
    assertThat(SurveyedBrokers.problems(brokers.subList(1, 2))).hasSize(1);
  }

  @Test
  void dynamicListenersAreNamedWithTheCommandThatDeletesThem() {
    Map<String, String> sources =
        Map.of(
            "listeners", "STATIC_BROKER_CONFIG",
            "advertised.listeners", "DYNAMIC_BROKER_CONFIG",
            "listener.security.protocol.map", "DYNAMIC_DEFAULT_BROKER_CONFIG");
    Broker broker =
        new Broker(4, "h", 9092, "", "", "", "", sources, "INTERNAL", List.of(), "broker", true);
    assertThat(SurveyedBrokers.problems(List.of(broker)))
        .containsExactly(
            "Broker 4 has dynamic listener configs, which override its file: advertised.listeners"
                + " (write what is to stay into the file, then run kafka-configs.sh"
                + " --bootstrap-server h:9092 --alter --entity-type brokers --entity-name 4"
                + " --delete-config advertised.listeners), and listener.security.protocol.map (write"
                + " what is to stay into the file, then run kafka-configs.sh --bootstrap-server h:9092"
                + " --alter --entity-type brokers --entity-default --delete-config"
                + " listener.security.protocol.map).");
  }

  @Test
  void aBrokerThatIsNoControllerBesideOthersThatAreIsNoProblem() {
    List<Broker> brokers =
        List.of(
            broker(3, "INTERNAL://c:9092", "broker,controller", false),
            broker(4, "INTERNAL://d:9092", "broker", false));
    assertThat(SurveyedBrokers.problems(brokers)).isEmpty();
  }

  @Test
  void withZooKeeperADynamicExternalListenerIsNoProblem() {
    BrokerConfig added =
        new BrokerConfig(
            Map.of(KEY, "A://h:1,EXTERNAL://b1.x:9"),
            Map.of(KEY, "DYNAMIC_BROKER_CONFIG"),
            Map.of(KEY, "A://h:1"));
    Map<Integer, Node> nodes = Map.of(1, new Node(1, "h", 1));
    assertThat(SurveyedBrokers.describe(nodes, Map.of(1, added), ClusterMode.ZOOKEEPER, "EXTERNAL"))
        .extracting(Broker::dynamic)
        .containsExactly(false);
    assertThat(SurveyedBrokers.describe(nodes, Map.of(1, added), ClusterMode.KRAFT, "EXTERNAL"))
        .extracting(Broker::dynamic)
        .containsExactly(true);
  }

  @Test
  void c8WithZooKeeperOnlyTheListenerWithTheNameOfTheRequestIsNoProblem() {
    BrokerConfig added =
        new BrokerConfig(
            Map.of(KEY, "EXTERNAL://h:1,tidb://b1.x:9"),
            Map.of(KEY, "DYNAMIC_BROKER_CONFIG"),
            Map.of(KEY, "EXTERNAL://h:1"));
    Map<Integer, Node> nodes = Map.of(1, new Node(1, "h", 1));
    assertThat(SurveyedBrokers.describe(nodes, Map.of(1, added), ClusterMode.ZOOKEEPER, "TIDB"))
        .extracting(Broker::dynamic)
        .containsExactly(false);
    assertThat(SurveyedBrokers.describe(nodes, Map.of(1, added), ClusterMode.ZOOKEEPER, "EXTERNAL"))
        .extracting(Broker::dynamic)
        .containsExactly(true);
  }

  @Test
  void controllersComeFromTheQuorumOrFromTheConfigsOfBrokersBefore39() {
    BrokerConfig config =
        new BrokerConfig(
            Map.of("controller.quorum.voters", "101@c1:29092, 102@c2:29092"), Map.of(), Map.of());
    Quorum unknown = new Quorum(101, List.of(), Map.of());
    Quorum dynamic = new Quorum(103, List.of(), Map.of(103, "c3:29092"));

    assertThat(SurveyedBrokers.controllers(unknown, Map.of(1, config)))
        .isEqualTo(Map.of(101, "c1:29092", 102, "c2:29092"));
    assertThat(SurveyedBrokers.controllers(dynamic, Map.of(1, config)))
        .isEqualTo(Map.of(103, "c3:29092"));
  }

  @Test
  void c10WithZooKeeperADefaultHostThatIsSpelledOutIsNoProblem() {
    assertThat(onlyAdds("A://kafka-1.x:9092,EXTERNAL://b1.x:9")).isTrue();
    assertThat(onlyAdds("A://kafka-1.x:9094,EXTERNAL://b1.x:9")).isFalse();
    assertThat(onlyAdds("A://kafka-1.x:9092,B://h:1,EXTERNAL://b1.x:9")).isFalse();
    assertThat(onlyAdds("EXTERNAL://b1.x:9")).isFalse();
  }

  /** Compares with a file that has only {@code listeners}, without a host. */
  private static boolean onlyAdds(String advertised) {
    return new BrokerConfig(
            Map.of(KEY, advertised),
            Map.of(KEY, "DYNAMIC_BROKER_CONFIG"),
            Map.of("listeners", "A://:9092"))
        .onlyAdds("EXTERNAL");
  }

  @Test
  void aBrokerWhoseConfigsCannotBeReadIsLeftOut() {
    Map<Integer, Node> nodes = Map.of(1, new Node(1, "h", 1));
    assertThat(SurveyedBrokers.describe(nodes, Map.of(), ClusterMode.KRAFT, "EXTERNAL")).isEmpty();
  }
}
