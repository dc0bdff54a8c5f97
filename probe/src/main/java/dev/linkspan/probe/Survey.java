package dev.linkspan.probe;

import dev.linkspan.probe.protocol.ClusterMode;
import dev.linkspan.probe.protocol.SurveyRequest;
import dev.linkspan.probe.protocol.SurveyResult;
import dev.linkspan.probe.protocol.SurveyResult.Broker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Takes stock of a cluster that somebody else made. */
final class Survey {
  private final SurveyRequest request;
  private final List<String> problems = new ArrayList<>();

  private Survey(SurveyRequest request) {
    this.request = request;
  }

  static SurveyResult run(SurveyRequest request) throws Exception {
    try (Admin admin = Clients.admin(request.bootstrap())) {
      return new Survey(request).run(admin);
    }
  }

  private SurveyResult run(Admin admin) throws IOException, InterruptedException {
    List<HostPort> asked = request.bootstrap().stream().map(HostPort::parse).toList();
    ClusterView view = ClusterView.read(asked);
    var logDirs = admin.describeLogDirs(view.brokers().keySet()).descriptions();
    var configs = BrokerSettings.ask(admin, view.brokers().keySet());
    var features = admin.describeFeatures();
    var reassignments = admin.listPartitionReassignments().reassignments();
    Map<String, Integer> minInSync = ClusterView.minInSync(asked, view.partitions());
    Found found = quorum(admin);
    Map<Integer, BrokerSettings> settings = BrokerSettings.collect(configs, problems);
    int level = Features.metadataVersion(features);
    List<Broker> brokers =
        view.brokers().values().stream()
            .filter(node -> settings.containsKey(node.id()))
            .map(node -> broker(node, settings.get(node.id()), found.mode()))
            .toList();
    problems.addAll(listenerProblems(brokers));
    partitionProblems(view, reassignments);
    LogDirs.collect(logDirs)
        .problems()
        .forEach((id, text) -> problems.add("Disks of broker " + id + ": " + text + "."));
    return new SurveyResult(
        view.clusterId(),
        found.mode(),
        level > 0 ? Features.release(level) : protocol(settings),
        level,
        brokers,
        found.mode() == ClusterMode.ZOOKEEPER ? view.controller() : found.quorum().leader(),
        found.quorum().voters(),
        (int) view.partitions().stream().map(Replicas::topic).distinct().count(),
        view.partitions().size(),
        Availability.atRisk(view.partitions(), minInSync),
        settings.values().stream()
            .anyMatch(s -> s.value("auto.create.topics.enable").equals("true")),
        settings.values().stream()
            .map(s -> s.value("default.replication.factor"))
            .filter(value -> !value.isEmpty())
            .mapToInt(Integer::parseInt)
            .min()
            .orElse(0),
        List.copyOf(problems));
  }

  private record Found(ClusterMode mode, Quorum quorum) {}

  private Found quorum(Admin admin) throws InterruptedException {
    Found found;
    try {
      found = new Found(ClusterMode.KRAFT, Quorum.read(admin, request.controllers()));
      for (int id : found.quorum().lagging(List.of())) {
        problems.add("Controller " + id + " has not caught up.");
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnsupportedVersionException) {
        found = new Found(ClusterMode.ZOOKEEPER, Quorum.UNKNOWN);
      } else {
        problems.add("The controllers' quorum cannot be read: " + Problems.describe(e) + ".");
        found = new Found(ClusterMode.UNKNOWN, Quorum.UNKNOWN);
      }
    }
    if (request.mode() != ClusterMode.UNKNOWN
        && found.mode() != ClusterMode.UNKNOWN
        && request.mode() != found.mode()) {
      problems.add(
          "The cluster runs in mode %s, not %s."
              .formatted(found.mode().json(), request.mode().json()));
    }
    return found;
  }

  private static Broker broker(Node node, BrokerSettings settings, ClusterMode mode) {
    boolean ours = mode == ClusterMode.ZOOKEEPER && settings.onlyAdds(ListenerChange.EXTERNAL);
    Map<String, String> sources = new TreeMap<>(settings.sources());
    sources.keySet().retainAll(BrokerSettings.LISTENER_KEYS);
    return new Broker(
        node.id(),
        node.host(),
        node.port(),
        node.rack() == null ? "" : node.rack(),
        settings.value(BrokerSettings.LISTENERS),
        settings.value(BrokerSettings.ADVERTISED),
        settings.value(BrokerSettings.PROTOCOLS),
        sources,
        settings.value("inter.broker.listener.name"),
        settings.logDirs(),
        settings.value("process.roles"),
        settings.value("controller.quorum.voters"),
        settings.dynamicListeners() && !ours);
  }

  /** Kafka itself accepts two brokers at one advertised address, and a mixture of roles. */
  static List<String> listenerProblems(List<Broker> brokers) {
    List<String> found = new ArrayList<>();
    Map<String, Integer> owners = new TreeMap<>();
    for (Broker broker : brokers) {
      if (broker.dynamic()) {
        found.add(
            "Broker %d has listener settings that were made at run time; its file does not count."
                .formatted(broker.id()));
      }
      Stream.of(broker.advertisedListeners().split(",", -1))
          .map(l -> l.strip().toLowerCase(Locale.ROOT))
          .filter(l -> l.contains("://"))
          .map(l -> l.substring(l.indexOf("://") + 3))
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
    TreeSet<String> roles = new TreeSet<>(brokers.stream().map(Broker::processRoles).toList());
    if (roles.size() > 1) {
      found.add("Brokers differ in process.roles: " + roles + ".");
    }
    return found;
  }

  private void partitionProblems(ClusterView view, KafkaFuture<? extends Map<?, ?>> moving)
      throws InterruptedException {
    problem("without a leader", Availability.names(view.partitions(), Replicas::leaderless));
    problem(
        "not fully replicated", Availability.names(view.partitions(), Replicas::underReplicated));
    try {
      problem("being moved", moving.get().keySet().stream().map(Object::toString).toList());
    } catch (ExecutionException e) {
      problems.add("Running reassignments cannot be read: " + Problems.describe(e) + ".");
    }
  }

  private void problem(String what, List<String> partitions) {
    if (!partitions.isEmpty()) {
      problems.add("Partitions " + what + ": " + Gate.some(partitions) + ".");
    }
  }

  /** With ZooKeeper, {@code 3.7} of {@code 3.7-IV4}. */
  private static String protocol(Map<Integer, BrokerSettings> settings) {
    return settings.values().stream()
        .map(s -> s.value("inter.broker.protocol.version").replaceFirst("-.*", ""))
        .filter(version -> !version.isEmpty())
        .findFirst()
        .orElse("");
  }
}
