package dev.linkspan.probe;

import dev.linkspan.probe.protocol.LinkRequest;
import dev.linkspan.probe.protocol.LinkRequest.Address;
import dev.linkspan.probe.protocol.LinkRequest.Broker;
import dev.linkspan.probe.protocol.LinkResult;
import dev.linkspan.probe.protocol.LinkResult.Hop;
import dev.linkspan.probe.protocol.MessagesResult.Outcome;
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

/**
 * Goes every way into the cluster that the load balancer offers: through each of its addresses to
 * the bootstrap port and to each broker's own port, first by hand, then as a normal client that
 * follows the advertised names. A hop behind a broken one is not tried and not listed.
 */
final class LinkWalk {
  private final LinkRequest request;
  private final List<Hop> hops = new ArrayList<>();

  private LinkWalk(LinkRequest request) {
    this.request = request;
  }

  static LinkResult run(LinkRequest request) throws IOException {
    LinkWalk walk = new LinkWalk(request);
    try (ManagedNames names = new ManagedNames()) {
      for (Address address : request.addresses()) {
        names.resolveTo(address.address(), request.brokers().stream().map(Broker::host).toList());
        walk.through(address);
      }
    }
    return new LinkResult(walk.hops);
  }

  private void through(Address address) {
    boolean bootstrap = bootstrap(address);
    List<Broker> reached = new ArrayList<>();
    for (Broker broker : request.brokers()) {
      if (direct(address, broker)) {
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
    int port = request.bootstrapPort();
    String place = address.address() + ":" + port;
    try (SingleBroker broker = SingleBroker.connect(address.address(), port)) {
      add(null, "TCP " + place, true, "connected in zone " + address.zone());
      return named(
          null,
          "Kafka behind " + place,
          () -> {
            Optional<Integer> node = broker.nodeId(nodeIds());
            Map<Integer, String> told = broker.advertised();
            return new Finding(
                node.isPresent() && told.keySet().equals(nodeIds()),
                answered(node) + ", brokers " + told);
          });
    } catch (IOException e) {
      return add(null, "TCP " + place, false, Problems.describe(e));
    }
  }

  private boolean direct(Address address, Broker expected) {
    String place = address.address() + ":" + expected.port();
    int id = expected.nodeId();
    try (SingleBroker broker = SingleBroker.connect(address.address(), expected.port())) {
      add(id, "TCP " + place, true, "connected in zone " + address.zone());
      return named(
              id,
              "Kafka behind " + place + " is broker " + id,
              () -> {
                Optional<Integer> node = broker.nodeId(nodeIds());
                return new Finding(node.equals(Optional.of(id)), answered(node));
              })
          && named(
              id,
              "broker "
                  + id
                  + " advertises "
                  + expected.host()
                  + ":"
                  + expected.port()
                  + " through "
                  + address.address(),
              () -> {
                String told = broker.advertised().get(id);
                return new Finding(
                    (expected.host() + ":" + expected.port()).equals(told),
                    told == null
                        ? "it tells clients of no broker " + id
                        : "it tells clients to connect to " + told);
              });
    } catch (IOException e) {
      return add(id, "TCP " + place, false, Problems.describe(e));
    }
  }

  private static String answered(Optional<Integer> node) {
    return node.map(id -> "broker " + id + " answered").orElse("none of the brokers answered");
  }

  private void messages(Address address, Collection<Broker> reached) {
    List<String> bootstrap = List.of(address.address() + ":" + request.bootstrapPort());
    String through = " through " + address.address();
    Map<Integer, Integer> leaders;
    try (Admin admin = Clients.admin(bootstrap)) {
      leaders = new LeaderTopic(admin, request.topic(), nodeIds()).ensure();
    } catch (Exception e) {
      add(null, "topic " + request.topic() + through, false, Problems.describe(e));
      return;
    }
    Map<Integer, Integer> led = new TreeMap<>(leaders);
    led.keySet().retainAll(reached.stream().map(Broker::nodeId).toList());
    Map<Integer, Outcome> outcomes =
        led.isEmpty()
            ? Map.of()
            : RoundTrip.run(bootstrap, request.topic(), led.values(), request.messages());
    for (Broker broker : reached) {
      int id = broker.nodeId();
      String hop = "messages to the partition led by broker " + id + through;
      Outcome outcome = led.containsKey(id) ? outcomes.get(led.get(id)) : null;
      if (outcome == null) {
        add(id, hop, false, "broker " + id + " leads no partition of " + request.topic());
      } else {
        boolean passed = outcome.problem().isEmpty();
        String told = outcome.sent() + " sent and acknowledged, " + outcome.read() + " read back";
        add(id, hop, passed, passed ? told : outcome.problem());
      }
    }
  }

  private record Finding(boolean passed, String evidence) {}

  private interface Question {
    Finding ask() throws IOException;
  }

  private boolean named(Integer nodeId, String hop, Question question) {
    try {
      Finding finding = question.ask();
      return add(nodeId, hop, finding.passed(), finding.evidence());
    } catch (IOException | RuntimeException e) {
      return add(nodeId, hop, false, "no answer of a Kafka broker: " + Problems.describe(e));
    }
  }

  private boolean add(Integer nodeId, String hop, boolean passed, String evidence) {
    hops.add(new Hop(nodeId, hop, passed, evidence));
    return passed;
  }
}
