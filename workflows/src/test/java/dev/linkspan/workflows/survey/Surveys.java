package dev.linkspan.workflows.survey;

import dev.linkspan.workflows.kafka.BrokerActivities.BrokerFacts;
import dev.linkspan.workflows.kafka.BrokerActivities.BrokerProcess;
import dev.linkspan.workflows.kafka.BrokerActivities.ListenerEdit;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterFacts;
import dev.linkspan.workflows.kafka.ClusterActivities.TopicAtRisk;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.kafka.NodeActivities.NodeAddress;
import dev.linkspan.workflows.listeners.AccessSettings;
import dev.linkspan.workflows.listeners.Listener;
import dev.linkspan.workflows.network.NetworkActivities.FoundInstance;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.survey.ClusterSurvey.AskedBroker;
import dev.linkspan.workflows.survey.ClusterSurvey.Survey;
import dev.linkspan.workflows.survey.ClusterSurvey.SurveyRequest;
import dev.linkspan.workflows.survey.ClusterSurvey.SurveyedBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Surveys for tests: what might be found where a request asks. */
public final class Surveys {
  private Surveys() {}

  /**
   * The brokers have these node ids, in the order of the request; the last of them is the active
   * controller (of a cluster that has one among its brokers).
   */
  public static Survey of(
      SurveyRequest request, Mode mode, List<TopicAtRisk> atRisk, Integer... nodeIds) {
    List<Integer> ids = List.of(nodeIds);
    boolean dedicated = mode == Mode.DEDICATED;
    Map<Integer, String> controllers =
        dedicated ? Map.of(101, "10.0.0.21:9093", 102, "10.0.0.22:9093") : Map.of();
    List<Integer> voters =
        switch (mode) {
          case COMBINED -> ids.stream().sorted().limit(3).toList();
          case DEDICATED -> List.of(101, 102);
          case ZOOKEEPER -> List.of();
        };
    int active = dedicated ? 101 : ids.get(ids.size() - 1);
    List<SurveyedBroker> brokers =
        IntStream.range(0, ids.size())
            .mapToObj(i -> broker(request.brokers().get(i), mode, ids.get(i), request))
            .toList();
    return new Survey(
        mode,
        new ClusterAccess(
            brokers.get(0).node(),
            mode,
            brokers.stream()
                .collect(
                    Collectors.toMap(
                        b -> b.facts().nodeId(),
                        b -> b.asked().ssh().address(),
                        (a, b) -> a,
                        TreeMap::new)),
            voters,
            controllers,
            9092,
            request.externalPort(),
            request.externalListener()),
        new ClusterFacts(
            "kafka-cluster-id-0001",
            ids.stream().sorted().toList(),
            active,
            voters,
            controllers,
            12,
            96,
            atRisk,
            List.of(),
            Map.of(),
            List.of(),
            Optional.empty()),
        "10.0.0.0/16",
        brokers);
  }

  /** What else may be in a broker's file. */
  public interface Changed {
    BrokerFacts of(BrokerFacts facts);
  }

  /** The same survey with other facts of its brokers. */
  public static Survey changed(Survey survey, Changed changed) {
    return new Survey(
        survey.mode(),
        survey.access(),
        survey.cluster(),
        survey.vpcCidr(),
        survey.brokers().stream()
            .map(
                b ->
                    new SurveyedBroker(
                        b.asked(), b.node(), b.instance(), changed.of(b.facts()), b.edit()))
            .toList());
  }

  /** The same broker with one listener more. */
  public static BrokerFacts with(BrokerFacts facts, Listener advertised, String protocol) {
    String name = advertised.name();
    Map<String, String> protocols = new TreeMap<>(facts.protocols());
    protocols.put(name, protocol);
    return new BrokerFacts(
        facts.nodeId(),
        facts.zooKeeper(),
        facts.controller(),
        plus(facts.listeners(), new Listener(name, "", 1)),
        plus(facts.advertised(), advertised),
        protocols,
        facts.interBrokerListener(),
        facts.dataFolders(),
        facts.formattedFor(),
        facts.checksum(),
        facts.kafkaVersion(),
        facts.javaHome(),
        facts.process(),
        facts.stopTimeout(),
        facts.problems(),
        facts.access(),
        Optional.empty());
  }

  private static List<Listener> plus(List<Listener> listeners, Listener added) {
    return Stream.concat(listeners.stream(), Stream.of(added)).toList();
  }

  private static Node node(String address) {
    return new Node(
        new NodeAddress(address, "root", address, 22, Optional.empty(), "ssh-ed25519 AAAA"),
        address,
        "/root/.linkspan-orders");
  }

  private static SurveyedBroker broker(
      AskedBroker asked, Mode mode, int nodeId, SurveyRequest request) {
    String address = asked.ssh().address();
    String listeners = "PLAINTEXT://" + address + ":9092";
    String name = request.externalListener();
    String external = name + "://b" + nodeId + ".unique_name:" + asked.advertisedPort();
    return new SurveyedBroker(
        asked,
        node(address),
        new FoundInstance(
            address, "i-" + nodeId, address.startsWith("10.0.64") ? "zone-b" : "zone-a"),
        new BrokerFacts(
            nodeId,
            mode == Mode.ZOOKEEPER,
            mode == Mode.COMBINED,
            List.of(new Listener("PLAINTEXT", address, 9092)),
            List.of(new Listener("PLAINTEXT", address, 9092)),
            Map.of("PLAINTEXT", "PLAINTEXT"),
            "PLAINTEXT",
            List.of("/data/kafka-1", "/data/kafka-2"),
            Optional.of("kafka-cluster-id-0001"),
            "checksum",
            "3.7.1",
            Optional.of("/opt/jdk"),
            Optional.of(new BrokerProcess(4711, 99, List.of(9092))),
            Optional.of(Duration.ofSeconds(400)),
            List.of(),
            Optional.of(new AccessSettings("", List.of(), false)),
            Optional.empty()),
        new ListenerEdit(
            asked.service().configuration(),
            "before",
            "after",
            """
            -listeners=%1$s
            +listeners=%1$s,%5$s://%2$s:%3$d
            -advertised.listeners=%1$s
            +advertised.listeners=%1$s,%4$s
            """
                .formatted(listeners, address, request.externalPort(), external, name),
            Map.of()));
  }
}
