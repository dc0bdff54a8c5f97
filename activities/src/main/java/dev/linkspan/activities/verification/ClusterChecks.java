package dev.linkspan.activities.verification;

import dev.linkspan.probe.protocol.ExamineResult;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Checks what the brokers say of the whole cluster. A broker that is down is a finding of its own,
 * so what follows from that alone is not reported again. No I/O.
 */
final class ClusterChecks {
  private static final String CLUSTER = "Kafka cluster";
  private static final String ANSWERS = "answers of the brokers";
  private static final String CONTROLLER = "active controller";

  private final Link link;
  private final ExamineResult cluster;

  private ClusterChecks(Link link, ExamineResult cluster) {
    this.link = link;
    this.cluster = cluster;
  }

  static List<Check> of(Link link, ClusterReading reading) {
    return reading
        .answer()
        .map(answer -> new ClusterChecks(link, answer).all())
        .orElseGet(
            () ->
                List.of(
                    Check.notChecked(Optional.empty(), CLUSTER, reading.problem())
                        .remedy("Check that the bastion runs and answers over SSH.")));
  }

  private List<Check> all() {
    if (cluster.brokers().isEmpty()) {
      return List.of(
          failed(CLUSTER, "no broker answers: " + String.join(" ", cluster.problems()))
              .remedy("Start the brokers."));
    }
    List<Check> checks = new ArrayList<>(List.of(identity(), controller(), partitions()));
    checks.add(replicas());
    checks.add(logDirs());
    unread().ifPresent(checks::add);
    return checks;
  }

  private Check identity() {
    List<Integer> unexpected =
        cluster.brokers().stream().filter(id -> link.brokers().stream().noneMatch(is(id))).toList();
    if (!cluster.clusterId().equals(link.kafkaClusterId())) {
      return failed(CLUSTER, "its ID is " + cluster.clusterId())
          .expecting(link.kafkaClusterId())
          .remedy("Find out which cluster runs on these machines.");
    }
    return unexpected.isEmpty()
        ? passed(CLUSTER, cluster.clusterId())
        : failed(
                CLUSTER,
                "%s registered, but TiDB Cloud has no way to %s"
                    .formatted(
                        brokers(unexpected) + (unexpected.size() == 1 ? " is" : " are"),
                        unexpected.size() == 1 ? "it" : "them"))
            .expecting("the brokers of the plan only")
            .remedy("Add it to the setup, or take it out of the cluster.");
  }

  private static Predicate<RollingBroker> is(int id) {
    return broker -> broker.nodeId() == id;
  }

  private Check controller() {
    List<Integer> lagging = cluster.laggingVoters().stream().filter(id -> !isDown(id)).toList();
    Optional<String> unread =
        cluster.problems().stream().filter(ClusterChecks::isAboutQuorum).findFirst();
    if (cluster.activeController() < 0 && unread.isPresent()) {
      return Check.notChecked(Optional.empty(), CONTROLLER, unread.orElseThrow());
    }
    if (cluster.activeController() < 0) {
      return failed(
              CONTROLLER,
              link.cluster().mode() == Mode.ZOOKEEPER
                  ? "there is none"
                  : "the controller quorum has no leader")
          .expecting("a leader that most voters follow")
          .remedy("Bring the controllers back; read their logs.");
    }
    return lagging.isEmpty()
        ? passed(CONTROLLER, "node " + cluster.activeController())
        : failed(CONTROLLER, "controllers " + ids(lagging) + " lag behind")
            .asDrift()
            .expecting("every voter follows within 2 s")
            .remedy("Look at the load, the disk, and the log of these controllers.");
  }

  /** A broker of the plan that is not registered. */
  private boolean isDown(int id) {
    return link.brokers().stream().anyMatch(is(id)) && !cluster.brokers().contains(id);
  }

  private Check partitions() {
    List<String> problems = new ArrayList<>();
    if (!cluster.leaderless().isEmpty()) {
      problems.add("without a leader: " + cluster.leaderless());
    }
    if (!cluster.belowMinIsr().isEmpty()) {
      problems.add("refusing writes below min.insync.replicas: " + cluster.belowMinIsr());
    }
    return problems.isEmpty()
        ? passed("partitions", "all have a leader and accept writes")
        : failed("partitions", String.join("; ", problems))
            .expecting("each has a leader and min.insync.replicas")
            .remedy("Bring back the brokers that hold them.");
  }

  private Check replicas() {
    var behind = new TreeMap<>(cluster.outOfSync());
    behind.keySet().removeIf(this::isDown);
    return behind.isEmpty()
        ? passed("replicas", "in sync")
        : failed(
                "replicas",
                behind.entrySet().stream()
                    .map(b -> "%d on broker %d".formatted(b.getValue(), b.getKey()))
                    .collect(Collectors.joining(", ", "not in sync: ", "")))
            .asDrift()
            .expecting("every replica is in sync")
            .remedy("Look at the load, the disk, and the log of these brokers.");
  }

  private Check logDirs() {
    return cluster.failedLogDirs().isEmpty()
        ? passed("log directories", "online")
        : failed(
                "log directories",
                new TreeMap<>(cluster.failedLogDirs())
                    .entrySet().stream()
                        .map(b -> "%s of broker %d".formatted(b.getValue(), b.getKey()))
                        .collect(Collectors.joining("; ", "offline: ", "")))
            .asDrift()
            .expecting("every log directory is online")
            .remedy("Repair the disk, then restart the broker.");
  }

  /** What the brokers did not say, or refused to say; the quorum has a check of its own. */
  private Optional<Check> unread() {
    List<String> problems =
        cluster.problems().stream().filter(text -> !isAboutQuorum(text)).toList();
    if (problems.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> refused = problems.stream().filter(AuthorizationRefusal::isIn).findFirst();
    return Optional.of(
        refused
            .map(text -> AuthorizationRefusal.check(Optional.empty(), ANSWERS, text).asDrift())
            .orElseGet(
                () -> Check.notChecked(Optional.empty(), ANSWERS, String.join(" ", problems))));
  }

  private static boolean isAboutQuorum(String problem) {
    return problem.contains("quorum");
  }

  /** {@code broker 1} or {@code brokers 1, 2}. */
  static String brokers(List<Integer> ids) {
    return (ids.size() == 1 ? "broker " : "brokers ") + ids(ids);
  }

  private static String ids(List<Integer> ids) {
    return ids.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private static Check passed(String hop, String evidence) {
    return Check.passed(Optional.empty(), hop, evidence);
  }

  private static Check failed(String hop, String evidence) {
    return Check.failed(Optional.empty(), hop, evidence);
  }
}
