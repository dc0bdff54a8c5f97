package dev.linkspan.probe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/** Looks at a cluster over INTERNAL, once or until it is as wished. */
final class Inspection {
  private static final List<String> UNTIL = List.of("once", "registered", "in-sync", "gate");
  private static final long BETWEEN_CLEAN_READS_MILLIS = 2_000;
  private static final long BETWEEN_READS_MILLIS = 300;

  private final Request request;
  private final List<HostPort> asked;

  private Inspection(Request request) {
    this.request = request;
    this.asked = request.asked();
  }

  /**
   * @param brokers private address of each broker by node id: a host, or {@code host:port}
   * @param voters node ids of the controllers
   * @param port of INTERNAL, where an address does not say
   * @param until {@code once}, {@code registered}, {@code in-sync}, or {@code gate}: in sync, and
   *     {@code nodeId} may be stopped
   * @param seconds how long to look for that
   * @param reads clean looks in a row, at least two seconds apart, that the last two take
   * @param mode {@code kraft}, also when missing, or {@code zookeeper}
   * @param controllers {@code host:port} of dedicated controllers by node id, asked about the
   *     quorum when no broker answers
   * @param listener name of the listener for TiDB; EXTERNAL when missing
   * @param nodeId the node that {@code gate} is about
   * @param notFrom node whose view of the cluster is not asked for; {@code nodeId} when missing
   */
  record Request(
      Map<Integer, String> brokers,
      List<Integer> voters,
      int port,
      String until,
      int seconds,
      int reads,
      String mode,
      Map<Integer, String> controllers,
      String listener,
      Integer nodeId,
      Integer notFrom) {

    Request {
      voters = voters == null ? List.of() : voters;
      until = until == null ? "once" : until;
      mode = mode == null ? "kraft" : mode;
      controllers = controllers == null ? Map.of() : controllers;
      listener = listener == null ? "EXTERNAL" : listener;
      notFrom = notFrom == null ? nodeId : notFrom;
      if (!mode.equals("kraft") && !mode.equals("zookeeper")) {
        throw new IllegalArgumentException("mode is kraft or zookeeper, not " + mode);
      }
      if (!UNTIL.contains(until)) {
        throw new IllegalArgumentException("until is one of " + UNTIL + ", not " + until);
      }
      if (until.equals("gate") && nodeId == null) {
        throw new IllegalArgumentException("gate needs the nodeId that is to stop");
      }
    }

    boolean zooKeeper() {
      return mode.equals("zookeeper");
    }

    /** Whom to ask: everybody but one, unless there is nobody else. */
    List<HostPort> asked() {
      Map<Integer, String> others = new TreeMap<>(brokers);
      if (notFrom != null && others.size() > 1) {
        others.remove(notFrom);
      }
      return others.values().stream().map(a -> HostPort.parse(a, port)).toList();
    }
  }

  /**
   * @param met whether the last look found what was asked for
   * @param reasons why not, one short sentence each
   */
  record Result(boolean met, Health health, List<String> reasons) {}

  static Result run(Request request) throws Exception {
    Inspection inspection = new Inspection(request);
    List<String> bootstrap = inspection.asked.stream().map(HostPort::toString).toList();
    try (Admin admin = Clients.admin(bootstrap)) {
      return inspection.until(admin);
    }
  }

  private Result until(Admin admin) throws InterruptedException {
    long end = System.nanoTime() + request.seconds() * 1_000_000_000L;
    boolean repeated = request.until().equals("in-sync") || request.until().equals("gate");
    int wanted = repeated ? Math.max(1, request.reads()) : 1;
    int clean = 0;
    while (true) {
      Health health = look(admin);
      List<String> reasons = Gate.reasons(request, health);
      clean = reasons.isEmpty() ? clean + 1 : 0;
      if (clean >= wanted) {
        return new Result(true, health, List.of());
      }
      if (System.nanoTime() >= end && clean == 0) {
        return new Result(false, health, reasons);
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
      return Health.withoutBrokers(controllersAlone(problems), request.voters(), problems);
    }
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
    Quorum quorum = request.zooKeeper() ? Quorum.UNKNOWN : quorum(admin, problems);
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
        request.zooKeeper() ? view.controller() : quorum.leader(),
        request.zooKeeper() ? List.of() : quorum.lagging(request.voters()),
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
        request.zooKeeper() ? brokers : quorum.allows(),
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
    Map<Integer, String> found = new TreeMap<>();
    settings.forEach(
        (id, broker) ->
            address(broker.value(BrokerSettings.ADVERTISED), request.listener())
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
