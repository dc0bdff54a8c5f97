package dev.linkspan.probe;

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
  private final Request request;
  private final List<String> problems = new ArrayList<>();

  private Survey(Request request) {
    this.request = request;
  }

  /**
   * @param bootstrap {@code host:port} of INTERNAL listeners
   * @param mode {@code kraft} or {@code zookeeper} where it is known; another finding is a problem
   * @param controllers {@code host:port} of dedicated controllers by node id, asked about the
   *     quorum when no broker answers
   */
  record Request(List<String> bootstrap, String mode, Map<Integer, String> controllers) {
    Request {
      mode = mode == null ? "" : mode;
      controllers = controllers == null ? Map.of() : controllers;
    }
  }

  /**
   * A broker as it runs.
   *
   * @param host and {@code port}: what it advertises to whoever asked
   * @param listeners value of {@code listeners}; so the other settings
   * @param sources names of {@code ConfigEntry.ConfigSource} by key of a listener setting
   * @param dynamic whether a listener setting is not its file's; with ZooKeeper, where EXTERNAL is
   *     added at run time, whether another one is not
   */
  record Broker(
      int id,
      String host,
      int port,
      String rack,
      String listeners,
      String advertisedListeners,
      String protocolMap,
      Map<String, String> sources,
      String interBrokerListener,
      List<String> logDirs,
      String processRoles,
      String quorumVoters,
      boolean dynamic) {}

  /**
   * @param mode {@code kraft} or {@code zookeeper}; empty where it could not be told
   * @param kafkaVersion the release whose metadata version or protocol the cluster uses; brokers
   *     may be newer. Empty where it is not told
   * @param metadataVersion finalized level, -1 where there is none
   * @param activeController as in {@link Health}
   * @param topics how many there are, internal ones too; so {@code partitions}
   * @param autoCreate whether a broker makes topics when they are first named
   * @param defaultReplicationFactor copies such a topic gets, 0 where it is not told
   * @param problems what a person should know before anything is restarted, in words
   */
  record Result(
      String clusterId,
      String mode,
      String kafkaVersion,
      int metadataVersion,
      List<Broker> brokers,
      int activeController,
      List<Quorum.Voter> voters,
      int topics,
      int partitions,
      List<Availability.AtRisk> atRisk,
      boolean autoCreate,
      int defaultReplicationFactor,
      List<String> problems) {}

  static Result run(Request request) throws Exception {
    try (Admin admin = Clients.admin(request.bootstrap())) {
      return new Survey(request).run(admin);
    }
  }

  private Result run(Admin admin) throws IOException, InterruptedException {
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
    return new Result(
        view.clusterId(),
        found.mode(),
        level > 0 ? Features.release(level) : protocol(settings),
        level,
        brokers,
        found.mode().equals("zookeeper") ? view.controller() : found.quorum().leader(),
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

  private record Found(String mode, Quorum quorum) {}

  private Found quorum(Admin admin) throws InterruptedException {
    Found found;
    try {
      found = new Found("kraft", Quorum.read(admin, request.controllers()));
      for (int id : found.quorum().lagging(List.of())) {
        problems.add("Controller " + id + " has not caught up.");
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnsupportedVersionException) {
        found = new Found("zookeeper", Quorum.UNKNOWN);
      } else {
        problems.add("The controllers' quorum cannot be read: " + Problems.describe(e) + ".");
        found = new Found("", Quorum.UNKNOWN);
      }
    }
    if (!request.mode().isEmpty()
        && !found.mode().isEmpty()
        && !request.mode().equals(found.mode())) {
      problems.add("The cluster runs in mode " + found.mode() + ", not " + request.mode() + ".");
    }
    return found;
  }

  private static Broker broker(Node node, BrokerSettings settings, String mode) {
    boolean ours = mode.equals("zookeeper") && settings.onlyAdds(ListenerChange.EXTERNAL);
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
