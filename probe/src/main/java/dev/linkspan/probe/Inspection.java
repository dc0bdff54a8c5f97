package dev.linkspan.probe;

import dev.linkspan.probe.protocol.ClusterMode;
import dev.linkspan.probe.protocol.InspectRequest;
import dev.linkspan.probe.protocol.InspectRequest.Until;
import dev.linkspan.probe.protocol.InspectResult;
import dev.linkspan.probe.protocol.InspectResult.Health;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/** Looks at a cluster over INTERNAL, once or until it is as wished. */
final class Inspection {
  private static final long BETWEEN_CLEAN_READS_MILLIS = 2_000;
  private static final long BETWEEN_READS_MILLIS = 300;

  private final InspectRequest request;
  private final boolean zooKeeper;
  private final List<HostPort> asked;

  private Inspection(InspectRequest request) {
    this.request = request;
    this.zooKeeper = request.mode() == ClusterMode.ZOOKEEPER;
    this.asked = asked(request);
  }

  /** Whom to ask: everybody but one, unless there is nobody else. */
  static List<HostPort> asked(InspectRequest request) {
    Map<Integer, String> others = new TreeMap<>(request.brokers());
    Integer notFrom = request.notFrom() == null ? request.nodeId() : request.notFrom();
    if (notFrom != null && others.size() > 1) {
      others.remove(notFrom);
    }
    return others.values().stream().map(a -> HostPort.parse(a, request.port())).toList();
  }

  static InspectResult run(InspectRequest request) throws Exception {
    Inspection inspection = new Inspection(request);
    List<String> bootstrap = inspection.asked.stream().map(HostPort::toString).toList();
    try (Admin admin = Clients.admin(bootstrap)) {
      return inspection.until(admin);
    }
  }

  private InspectResult until(Admin admin) throws InterruptedException {
    long end = System.nanoTime() + request.timeoutSeconds() * 1_000_000_000L;
    boolean repeated = request.until() == Until.IN_SYNC || request.until() == Until.GATE;
    int wanted = repeated ? Math.max(1, request.reads()) : 1;
    int clean = 0;
    while (true) {
      Health health = look(admin);
      List<String> reasons = Gate.reasons(request, health);
      clean = reasons.isEmpty() ? clean + 1 : 0;
      if (clean >= wanted) {
        return new InspectResult(true, health, List.of());
      }
      if (System.nanoTime() >= end && clean == 0) {
        return new InspectResult(false, health, reasons);
      }
      Thread.sleep(clean > 0 ? BETWEEN_CLEAN_READS_MILLIS : BETWEEN_READS_MILLIS);
    }
  }

  /** While brokers come and go a question may find nobody: that is a finding, not a failure. */
  private Health look(Admin admin) throws InterruptedException {
    List<String> problems = new ArrayList<>();
    try {
      ClusterView view = ClusterView.read(asked);
      return look(admin, view, ClusterView.minInSync(asked, view.partitions()), problems);
    } catch (IOException e) {
      problems.add("The cluster does not answer: " + e.getMessage() + ".");
      return withoutBrokers(controllersAlone(problems), problems);
    }
  }

  private Health withoutBrokers(Quorum quorum, List<String> problems) {
    return new Health(
        "",
        List.of(),
        quorum.leader(),
        quorum.leader() < 0 ? List.of() : quorum.lagging(request.voters()),
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        List.of(),
        Map.of(),
        Map.of(),
        List.of(),
        Map.of(),
        -1,
        quorum.voters(),
        quorum.allows(),
        List.copyOf(problems));
  }

  /** Dedicated controllers answer also when no broker does. */
  private Quorum controllersAlone(List<String> problems) throws InterruptedException {
    if (!request.controllers().isEmpty()) {
      try {
        return Quorum.read(request.controllers());
      } catch (ExecutionException e) {
        problems.add("The controllers do not answer: " + Problems.describe(e) + ".");
      }
    }
    return Quorum.UNKNOWN;
  }

  private Health look(
      Admin admin, ClusterView view, Map<String, Integer> minInSync, List<String> problems)
      throws InterruptedException {
    List<Integer> brokers = List.copyOf(view.brokers().keySet());
    var reassignments = admin.listPartitionReassignments().reassignments();
    var logDirs = admin.describeLogDirs(brokers).descriptions();
    var configs = BrokerSettings.ask(admin, brokers);
    var features = admin.describeFeatures();
    Quorum quorum = zooKeeper ? Quorum.UNKNOWN : quorum(admin, problems);
    List<String> reassigning = new ArrayList<>();
    try {
      reassignments.get().keySet().forEach(partition -> reassigning.add(partition.toString()));
    } catch (ExecutionException e) {
      problems.add("Running reassignments cannot be read: " + Problems.describe(e) + ".");
    }
    Map<Integer, BrokerSettings> settings = BrokerSettings.collect(configs, problems);
    LogDirs disks = LogDirs.collect(logDirs);
    return new Health(
        view.clusterId(),
        brokers,
        zooKeeper ? view.controller() : quorum.leader(),
        zooKeeper ? List.of() : quorum.lagging(request.voters()),
        Availability.names(view.partitions(), Replicas::underReplicated),
        Availability.names(view.partitions(), Replicas::leaderless),
        Availability.atMinimum(view.partitions(), minInSync),
        advertised(settings),
        reassigning.stream().sorted().toList(),
        disks.problems(),
        disks.offsetLag(),
        brokers.stream()
            .filter(id -> settings.containsKey(id) && settings.get(id).dynamicListeners())
            .toList(),
        Availability.blocked(view.partitions(), minInSync),
        Features.metadataVersion(features),
        quorum.voters(),
        zooKeeper ? brokers : quorum.allows(),
        problems);
  }

  private Quorum quorum(Admin admin, List<String> problems) throws InterruptedException {
    try {
      return Quorum.read(admin, request.controllers());
    } catch (ExecutionException e) {
      problems.add("The controllers' quorum cannot be read: " + Problems.describe(e) + ".");
      return Quorum.UNKNOWN;
    }
  }

  private Map<Integer, String> advertised(Map<Integer, BrokerSettings> settings) {
    String listener = Objects.requireNonNullElse(request.listener(), ListenerChange.EXTERNAL);
    Map<Integer, String> found = new TreeMap<>();
    settings.forEach(
        (id, broker) ->
            address(broker.value(BrokerSettings.ADVERTISED), listener)
                .ifPresent(address -> found.put(id, address)));
    return found;
  }

  /** {@code host:port} of a listener's entry in an {@code advertised.listeners} value. */
  static Optional<String> address(String listeners, String name) {
    String start = name + "://";
    return Stream.of(listeners.split(",", -1))
        .map(String::strip)
        .filter(l -> l.startsWith(start))
        .map(l -> l.substring(start.length()))
        .findFirst();
  }
}
