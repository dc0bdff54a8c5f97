package dev.linkspan.probe.link;

import dev.linkspan.probe.client.BrokerConnection;
import dev.linkspan.probe.client.ErrorText;
import dev.linkspan.probe.client.HostPort;
import dev.linkspan.probe.client.KafkaClients;
import dev.linkspan.probe.protocol.LinkRequest;
import dev.linkspan.probe.protocol.LinkRequest.Address;
import dev.linkspan.probe.protocol.LinkRequest.Broker;
import dev.linkspan.probe.protocol.LinkResult;
import dev.linkspan.probe.protocol.LinkResult.Hop;
import dev.linkspan.probe.protocol.MessagesResult.Outcome;
import dev.linkspan.probe.topics.LeaderTopic;
import dev.linkspan.probe.topics.RoundTrip;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * Tests each path through the load balancer: from each of its addresses to the bootstrap port and
 * to each broker's own port, first with single connections, then with a normal Kafka client that
 * follows the advertised names. A hop behind a failed one is not tested and not listed.
 */
public final class LinkCheck {
  private final LinkRequest request;
  private final List<Hop> hops = new ArrayList<>();

  private LinkCheck(LinkRequest request) {
    this.request = request;
  }

  /**
   * Tests all paths; a hop that fails is part of the result.
   *
   * @throws IOException if the file that replaces DNS cannot be written
   */
  public static LinkResult run(LinkRequest request) throws IOException {
    LinkCheck check = new LinkCheck(request);
    List<String> domains = request.brokers().stream().map(Broker::host).toList();
    try (HostsFile hosts = new HostsFile()) {
      for (Address address : request.addresses()) {
        hosts.resolveTo(address.address(), domains);
        check.through(address);
      }
    }
    return new LinkResult(check.hops);
  }

  private void through(Address address) {
    boolean bootstrap = bootstrap(address);
    List<Broker> reached = new ArrayList<>();
    for (Broker broker : request.brokers()) {
      if (ownPort(address, broker)) {
        reached.add(broker);
      }
    }
    if (bootstrap && !reached.isEmpty()) {
      messages(address, reached);
    }
  }

  private Set<Integer> nodeIds() {
    return request.brokers().stream().map(Broker::nodeId).collect(Collectors.toSet());
  }

  private boolean bootstrap(Address address) {
    HostPort port = new HostPort(address.address(), request.bootstrapPort());
    try (BrokerConnection broker = BrokerConnection.connect(port)) {
      add(null, "TCP " + port, true, "connected in zone " + address.zone());
      return add(
          null,
          "Kafka behind " + port,
          () -> {
            Optional<Integer> node = broker.nodeId(nodeIds());
            Map<Integer, String> advertised = broker.advertised();
            return new Finding(
                node.isPresent() && advertised.keySet().equals(nodeIds()),
                answered(node) + ", brokers " + advertised);
          });
    } catch (IOException e) {
      return add(null, "TCP " + port, false, ErrorText.of(e));
    }
  }

  private boolean ownPort(Address address, Broker expected) {
    HostPort port = new HostPort(address.address(), expected.port());
    int id = expected.nodeId();
    try (BrokerConnection broker = BrokerConnection.connect(port)) {
      add(id, "TCP " + port, true, "connected in zone " + address.zone());
      return identity(broker, port, id) && advertisement(broker, address, expected);
    } catch (IOException e) {
      return add(id, "TCP " + port, false, ErrorText.of(e));
    }
  }

  private boolean identity(BrokerConnection broker, HostPort port, int id) {
    return add(
        id,
        "Kafka behind " + port + " is broker " + id,
        () -> {
          Optional<Integer> node = broker.nodeId(nodeIds());
          return new Finding(node.equals(Optional.of(id)), answered(node));
        });
  }

  private boolean advertisement(BrokerConnection broker, Address address, Broker expected) {
    int id = expected.nodeId();
    String domain = expected.host() + ":" + expected.port();
    return add(
        id,
        "broker " + id + " advertises " + domain + " through " + address.address(),
        () -> {
          String advertised = broker.advertised().get(id);
          return new Finding(
              domain.equals(advertised),
              advertised == null ? "it advertises no broker " + id : "it advertises " + advertised);
        });
  }

  private static String answered(Optional<Integer> node) {
    return node.map(id -> "broker " + id + " answered").orElse("none of the brokers answered");
  }

  private void messages(Address address, Collection<Broker> reached) {
    List<String> bootstrap = List.of(address.address() + ":" + request.bootstrapPort());
    String through = " through " + address.address();
    Map<Integer, Integer> leaders;
    try (Admin admin = KafkaClients.admin(bootstrap)) {
      leaders = new LeaderTopic(admin, request.topic(), nodeIds()).ensure();
    } catch (Exception e) {
      add(null, "topic " + request.topic() + through, false, ErrorText.of(e));
      return;
    }
    Map<Integer, Integer> partitions = new TreeMap<>(leaders);
    partitions.keySet().retainAll(reached.stream().map(Broker::nodeId).toList());
    Map<Integer, Outcome> outcomes =
        partitions.isEmpty()
            ? Map.of()
            : RoundTrip.run(bootstrap, request.topic(), partitions.values(), request.messages());
    for (Broker broker : reached) {
      int id = broker.nodeId();
      Integer partition = partitions.get(id);
      Outcome outcome = partition == null ? null : outcomes.get(partition);
      Finding finding =
          outcome == null
              ? new Finding(false, "broker " + id + " leads no partition of " + request.topic())
              : finding(outcome);
      add(
          id,
          "messages to the partition led by broker " + id + through,
          finding.passed(),
          finding.evidence());
    }
  }

  private static Finding finding(Outcome outcome) {
    return outcome.problem().isEmpty()
        ? new Finding(
            true,
            "%d sent, acknowledged in %d ms, %d read back"
                .formatted(outcome.sent(), outcome.latencyMillis(), outcome.read()))
        : new Finding(false, outcome.problem());
  }

  private record Finding(boolean passed, String evidence) {}

  private interface Question {
    Finding ask() throws IOException;
  }

  private boolean add(@Nullable Integer nodeId, String hop, Question question) {
    try {
      Finding finding = question.ask();
      return add(nodeId, hop, finding.passed(), finding.evidence());
    } catch (IOException | RuntimeException e) {
      return add(nodeId, hop, false, "no Kafka broker answered: " + ErrorText.of(e));
    }
  }

  private boolean add(@Nullable Integer nodeId, String hop, boolean passed, String evidence) {
    hops.add(new Hop(nodeId, hop, passed, evidence));
    return passed;
  }
}
