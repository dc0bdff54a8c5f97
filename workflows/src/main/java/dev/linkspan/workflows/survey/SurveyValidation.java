package dev.linkspan.workflows.survey;

import dev.linkspan.workflows.kafka.BrokerActivities.BrokerFacts;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterFacts;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.listeners.Listener;
import dev.linkspan.workflows.network.NetworkActivities.FoundInstance;
import dev.linkspan.workflows.network.NetworkActivities.NetworkFacts;
import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.survey.ClusterSurvey.AskedBroker;
import dev.linkspan.workflows.survey.ClusterSurvey.Survey;
import dev.linkspan.workflows.survey.ClusterSurvey.SurveyRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Decides whether what was found on the nodes is one cluster that can be linked, and how to reach
 * it. Pure.
 */
final class SurveyValidation {
  /** A controlled shutdown takes up to five minutes; the unit must not kill it meanwhile. */
  private static final Duration LONGEST_STOP = Duration.ofSeconds(330);

  private static final String PLAINTEXT = "PLAINTEXT";

  private final SurveyRequest request;
  private final List<BrokerFacts> facts;

  SurveyValidation(SurveyRequest request, List<BrokerFacts> facts) {
    this.request = request;
    this.facts = facts;
  }

  /** The same with what the running brokers have in place of placeholders in their files. */
  SurveyValidation resolvedBy(ClusterFacts cluster) {
    return new SurveyValidation(
        request, facts.stream().map(found -> RunningBrokers.resolved(found, cluster)).toList());
  }

  List<BrokerFacts> facts() {
    return facts;
  }

  /** The mode that the nodes' own files show. */
  Mode mode() {
    if (facts.stream().anyMatch(BrokerFacts::zooKeeper)) {
      return Mode.ZOOKEEPER;
    }
    return facts.stream().anyMatch(BrokerFacts::controller) ? Mode.COMBINED : Mode.DEDICATED;
  }

  /**
   * Checks whether the cluster can be queried at all.
   *
   * @throws io.temporal.failure.ApplicationFailure for a person, with every problem, if it cannot
   */
  void refuseUnlessReadable() {
    List<String> problems = new ArrayList<>();
    if (facts.stream().map(BrokerFacts::zooKeeper).distinct().count() > 1) {
      problems.add(
          "the files of some brokers are for KRaft and of others for ZooKeeper: finish the migration"
              + " first");
    }
    each((asked, found) -> unreachable(asked, found, problems));
    each((asked, found) -> notPlaintext(asked, found, problems));
    Set<Integer> ports = new TreeSet<>();
    facts.forEach(found -> found.interBroker().map(Listener::port).ifPresent(ports::add));
    if (ports.size() > 1) {
      List<String> each = new ArrayList<>();
      each(
          (asked, found) ->
              found
                  .interBroker()
                  .ifPresent(
                      listener -> each.add(asked.ssh().address() + " has " + listener.port())));
      problems.add(
          ("the inter-broker listeners have different ports: %s (%s); Linkspan queries every broker at"
                  + " the same port, so give these listeners one port")
              .formatted(ports, String.join(", ", each)));
    }
    sameNodeId(problems);
    each((asked, found) -> stopTime(asked, found, problems));
    facts.forEach(found -> problems.addAll(found.problems()));
    refuse(problems);
  }

  /** The probe asks each broker for the cluster at the address in the spec. */
  private static void unreachable(AskedBroker asked, BrokerFacts found, List<String> problems) {
    String address = asked.ssh().address();
    String file = asked.service().configuration();
    if (found.interBroker().isEmpty()) {
      problems.add(
          "%s: listeners in %s lacks %s, the inter-broker listener: Kafka does not start with that"
              .formatted(address, file, found.interBrokerListener()));
    }
    found
        .interBroker()
        .filter(listener -> !listener.onEveryAddress() && !listener.host().equals(address))
        .filter(listener -> listener.onLoopback() || listener.hasIpAddress())
        .ifPresent(
            listener ->
                problems.add(
                    ("%s: the inter-broker listener %s in %s is bound to %s, so the cluster cannot be"
                            + " queried at %s: bind it to %s or to all addresses, or write the address"
                            + " to which it is bound in the spec, if the load balancer reaches it")
                        .formatted(
                            address, listener.name(), file, listener.host(), address, address)));
  }

  private static void notPlaintext(AskedBroker asked, BrokerFacts found, List<String> problems) {
    String protocol = found.protocols().getOrDefault(found.interBrokerListener(), "none");
    if (!protocol.equals(PLAINTEXT)) {
      problems.add(
          "%s: the inter-broker listener %s has the protocol %s; this version supports only"
                  .formatted(asked.ssh().address(), found.interBrokerListener(), protocol)
              + " PLAINTEXT there");
    }
  }

  private void sameNodeId(List<String> problems) {
    Map<Integer, String> byId = new TreeMap<>();
    each(
        (asked, found) -> {
          String other = byId.putIfAbsent(found.nodeId(), asked.ssh().address());
          if (other != null) {
            problems.add(
                "%s and %s are both node %d: write the right configuration file for each"
                    .formatted(other, asked.ssh().address(), found.nodeId()));
          }
        });
  }

  private static void stopTime(AskedBroker asked, BrokerFacts found, List<String> problems) {
    found
        .stopTimeout()
        .filter(timeout -> timeout.compareTo(LONGEST_STOP) < 0)
        .ifPresent(
            timeout ->
                problems.add(
                    ("%s: the unit kills Kafka %d s after a stop begins, and a stop can take 330 s: add"
                            + " TimeoutStopSec=330 to the unit, then run systemctl daemon-reload")
                        .formatted(asked.ssh().address(), timeout.toSeconds())));
  }

  /**
   * Checks whether the cluster is complete, and a load balancer can reach it.
   *
   * @throws io.temporal.failure.ApplicationFailure for a person, with every problem, otherwise
   */
  void refuseUnlessSound(ClusterFacts cluster, NetworkFacts network) {
    List<String> problems = new ArrayList<>(network.problems());
    Optional<String> blind =
        AnonymousAccess.of(request.externalListener(), facts, cluster.acls()).refusal();
    if (blind.isPresent()) {
      // What else seems to be wrong with the cluster follows from it.
      problems.add(blind.get());
      refuse(problems);
    }
    Set<Integer> listed = new TreeSet<>();
    facts.forEach(found -> listed.add(found.nodeId()));
    Set<Integer> missing = new TreeSet<>(cluster.brokers());
    missing.removeAll(listed);
    if (!missing.isEmpty()) {
      problems.add(
          "the cluster has brokers that the spec does not list: "
              + missing
              + "; clients connect to every broker, so list them all");
    }
    Set<Integer> absent = new TreeSet<>(listed);
    absent.removeAll(cluster.brokers());
    if (!absent.isEmpty()) {
      problems.add("not registered in the cluster: broker " + absent + "; start them first");
    }
    each(
        (asked, found) ->
            found
                .formattedFor()
                .filter(id -> !id.equals(cluster.clusterId()))
                .ifPresent(
                    id ->
                        problems.add(
                            "%s holds the data of cluster %s, not of %s"
                                .formatted(asked.ssh().address(), id, cluster.clusterId()))));
    Set<String> known =
        network.instances().stream()
            .map(FoundInstance::address)
            .collect(Collectors.toCollection(TreeSet::new));
    request.brokers().stream()
        .map(asked -> asked.ssh().address())
        .filter(address -> !known.contains(address))
        .forEach(address -> problems.add("no ECS instance of the VPC has the address " + address));
    each((asked, found) -> unreachable(asked, found, problems));
    RunningBrokers running = new RunningBrokers(request.externalListener());
    each((asked, found) -> problems.addAll(running.problems(asked, found, cluster)));
    problems.addAll(cluster.problems());
    refuse(problems);
  }

  private static void refuse(List<String> problems) {
    if (!problems.isEmpty()) {
      throw Failures.needsPerson(
          String.join(";\n", problems), "Fix it, or correct the spec and plan again; then retry.");
    }
  }

  /** How to query the cluster before its quorum is known. */
  ClusterAccess access(Node probe) {
    return ClusterAccess.withoutQuorum(
        probe,
        mode(),
        addresses(),
        internalPort(),
        request.externalPort(),
        request.externalListener());
  }

  /** How to query the cluster from now on. */
  ClusterAccess access(Node probe, ClusterFacts cluster) {
    return new ClusterAccess(
        probe,
        mode(),
        addresses(),
        cluster.voters(),
        cluster.controllers(),
        internalPort(),
        request.externalPort(),
        request.externalListener());
  }

  /** The same on every broker, or {@link #refuseUnlessReadable} refuses it. */
  private int internalPort() {
    return facts.get(0).interBroker().orElseThrow().port();
  }

  private Map<Integer, String> addresses() {
    Map<Integer, String> addresses = new TreeMap<>();
    each((asked, found) -> addresses.put(found.nodeId(), asked.ssh().address()));
    return addresses;
  }

  /** The index of the broker with the lowest node id. */
  int lowestNodeId() {
    return IntStream.range(0, facts.size())
        .boxed()
        .min(Comparator.comparing(i -> facts.get(i).nodeId()))
        .orElseThrow();
  }

  /**
   * The listener of this broker, under the domains of an earlier rollout or the expected ones.
   *
   * @param zone of its machine
   */
  ExternalListener wanted(int i, ClusterFacts cluster, String zone) {
    String name = request.externalListener();
    BrokerDomains domains = Survey.domains(facts, name).orElse(BrokerDomains.EXPECTED);
    return new WantedListeners(name, request.externalPort(), domains, cluster)
        .of(request.brokers().get(i), facts.get(i), zone);
  }

  private interface Check {
    void of(AskedBroker asked, BrokerFacts found);
  }

  private void each(Check check) {
    for (int i = 0; i < facts.size(); i++) {
      check.of(request.brokers().get(i), facts.get(i));
    }
  }
}
