package dev.linkspan.workflows.survey;

import dev.linkspan.workflows.kafka.BrokerActivities.BrokerFacts;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterFacts;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.listeners.Listener;
import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.survey.ClusterSurvey.AskedBroker;
import java.util.List;
import java.util.Optional;

/**
 * The listener for TiDB Cloud that each broker of an existing cluster gets. Pure.
 *
 * @param name the name of the listener on every broker, in upper case
 * @param port its port on every broker
 * @param cluster the cluster as it runs
 */
record WantedListeners(String name, int port, BrokerDomains domains, ClusterFacts cluster) {
  private static final String PLAINTEXT = "PLAINTEXT";

  /**
   * The listener of one broker.
   *
   * @param zone of its machine
   */
  ExternalListener of(AskedBroker asked, BrokerFacts found, String zone) {
    return new ExternalListener(
        name,
        bindHost(asked, found),
        port,
        domains.host(found.nodeId(), zone).orElseThrow(),
        asked.advertisedPort(),
        PLAINTEXT,
        defaultHost(found, cluster));
  }

  /**
   * All addresses if brokers reach each other there; otherwise the address in the spec, to which
   * the load balancer sends. A listener that exists has to accept connections at that address.
   */
  private String bindHost(AskedBroker asked, BrokerFacts found) {
    return found
        .interBroker()
        .filter(Listener::onEveryAddress)
        .filter(listener -> found.listener(name).isEmpty())
        .map(Listener::host)
        .orElse(asked.ssh().address());
  }

  /** What the broker advertises, with its default host for the listeners that have none. */
  static List<Listener> advertisedToday(BrokerFacts found, ClusterFacts cluster) {
    Optional<String> host = defaultHost(found, cluster);
    return found.advertised().stream()
        .map(
            listener ->
                listener.host().isEmpty()
                    ? host.map(listener::withHost).orElse(listener)
                    : listener)
        .toList();
  }

  /**
   * The cluster shows a broker's default host if the inter-broker listener has none of its own: it
   * is the same for all listeners of a broker.
   */
  private static Optional<String> defaultHost(BrokerFacts found, ClusterFacts cluster) {
    return found
        .advertised(found.interBrokerListener())
        .filter(listener -> listener.host().isEmpty())
        .flatMap(listener -> Optional.ofNullable(cluster.hosts().get(found.nodeId())))
        .filter(host -> !host.isBlank());
  }
}
