package dev.linkspan.probe.survey;

import dev.linkspan.probe.cluster.BrokerConfig;
import dev.linkspan.probe.cluster.Quorum;
import dev.linkspan.probe.protocol.ClusterMode;
import dev.linkspan.probe.protocol.SurveyResult.Broker;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.Node;

/** Describes the brokers of a cluster, and finds problems in their configs. */
final class SurveyedBrokers {
  private SurveyedBrokers() {}

  /**
   * The brokers whose configs could be read.
   *
   * @param listener name of the listener that TiDB Cloud connects to
   */
  static List<Broker> describe(
      Map<Integer, Node> nodes,
      Map<Integer, BrokerConfig> configs,
      ClusterMode mode,
      String listener) {
    List<Broker> brokers = new ArrayList<>();
    for (Node node : nodes.values()) {
      BrokerConfig config = configs.get(node.id());
      if (config != null) {
        brokers.add(describe(node, config, mode, listener));
      }
    }
    return List.copyOf(brokers);
  }

  private static Broker describe(
      Node node, BrokerConfig config, ClusterMode mode, String listener) {
    boolean addedByLinkspan = mode == ClusterMode.ZOOKEEPER && config.onlyAdds(listener);
    Map<String, String> sources = new TreeMap<>(config.sources());
    sources.keySet().retainAll(BrokerConfig.LISTENER_KEYS);
    return new Broker(
        node.id(),
        node.host(),
        node.port(),
        node.rack() == null ? "" : node.rack(),
        config.value(BrokerConfig.LISTENERS),
        config.value(BrokerConfig.ADVERTISED_LISTENERS),
        config.value(BrokerConfig.PROTOCOL_MAP),
        sources,
        config.value("inter.broker.listener.name"),
        config.logDirs(),
        config.value("process.roles"),
        config.hasDynamicListeners() && !addedByLinkspan);
  }

  /**
   * Kafka itself accepts two brokers that advertise one address, and brokers with ZooKeeper beside
   * others during a migration. Brokers that are controllers too and others that are not are fine.
   */
  static List<String> problems(List<Broker> brokers) {
    List<String> found = new ArrayList<>();
    Map<String, Integer> owners = new TreeMap<>();
    for (Broker broker : brokers) {
      if (broker.dynamic()) {
        found.add(
            "Broker %d has dynamic listener configs, which override its file%s."
                .formatted(broker.id(), removal(broker)));
      }
      addresses(broker)
          .forEach(
              address -> {
                Integer other = owners.putIfAbsent(address, broker.id());
                if (other != null) {
                  found.add(
                      "Brokers %d and %d both advertise %s."
                          .formatted(other, broker.id(), address));
                }
              });
    }
    List<Integer> withZooKeeper =
        brokers.stream().filter(b -> b.processRoles().isEmpty()).map(Broker::id).toList();
    if (!withZooKeeper.isEmpty() && withZooKeeper.size() < brokers.size()) {
      found.add(
          "Brokers %s have no process.roles and run with ZooKeeper; the others run in KRaft mode."
              .formatted(withZooKeeper));
    }
    return found;
  }

  /** Which ones, and how their owner deletes them; empty if the broker does not tell. */
  private static String removal(Broker broker) {
    StringBuilder text = new StringBuilder();
    removal(broker, "DYNAMIC_BROKER_CONFIG", "--entity-name " + broker.id(), text);
    removal(broker, "DYNAMIC_DEFAULT_BROKER_CONFIG", "--entity-default", text);
    return text.toString();
  }

  private static void removal(Broker broker, String source, String entity, StringBuilder text) {
    String keys =
        broker.sources().entrySet().stream()
            .filter(entry -> entry.getValue().equals(source))
            .map(Map.Entry::getKey)
            .sorted()
            .collect(Collectors.joining(","));
    if (!keys.isEmpty()) {
      text.append(text.isEmpty() ? ": " : ", and ")
          .append(keys)
          .append(" (write what is to stay into the file, then run kafka-configs.sh")
          .append(" --bootstrap-server %s:%d".formatted(broker.host(), broker.port()))
          .append(" --alter --entity-type brokers ")
          .append(entity)
          .append(" --delete-config ")
          .append(keys)
          .append(")");
    }
  }

  /**
   * The {@code host:port} of each voter by node ID: as the quorum reports it, or as the brokers'
   * {@code controller.quorum.voters} has it ({@code id@host:port,...}).
   */
  static Map<Integer, String> controllers(Quorum quorum, Map<Integer, BrokerConfig> configs) {
    if (!quorum.addresses().isEmpty()) {
      return quorum.addresses();
    }
    Map<Integer, String> found = new TreeMap<>();
    configs.values().stream()
        .flatMap(config -> Stream.of(config.value("controller.quorum.voters").split(",", -1)))
        .map(voter -> voter.strip().split("@", 2))
        .filter(voter -> voter.length == 2)
        .forEach(voter -> found.put(Integer.valueOf(voter[0]), voter[1]));
    return found;
  }

  private static Stream<String> addresses(Broker broker) {
    return Stream.of(broker.advertisedListeners().split(",", -1))
        .map(listener -> listener.strip().toLowerCase(Locale.ROOT))
        .filter(listener -> listener.contains("://"))
        .map(listener -> listener.substring(listener.indexOf("://") + 3));
  }
}
