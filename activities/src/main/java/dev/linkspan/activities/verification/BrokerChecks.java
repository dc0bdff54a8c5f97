package dev.linkspan.activities.verification;

import dev.linkspan.activities.brokers.MachineFacts;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.plan.BrokerService.SystemdUnit;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Repair;
import dev.linkspan.workflows.verification.Repair.Kind;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares what the machines and the cluster say with the plan: first the cluster, then each
 * broker. A source that could not be read is one check that says so. No I/O.
 */
final class BrokerChecks {
  private final Link link;
  private final ClusterReading cluster;
  private final Map<Integer, MachineReading> machines;

  private BrokerChecks(Link link, ClusterReading cluster, Map<Integer, MachineReading> machines) {
    this.link = link;
    this.cluster = cluster;
    this.machines = machines;
  }

  /** All checks, in the order of a report. */
  static List<Check> of(Link link, ClusterReading cluster, Map<Integer, MachineReading> machines) {
    return new BrokerChecks(link, cluster, machines).all();
  }

  private List<Check> all() {
    List<Check> checks = new ArrayList<>(ClusterChecks.of(link, cluster));
    VersionCheck.of(link, machines).ifPresent(checks::add);
    Duration usual = ClockComparison.usual(machines.values());
    for (RollingBroker broker : link.brokers()) {
      MachineReading machine = machine(broker.nodeId());
      process(broker, machine.answer()).ifPresent(checks::add);
      ListenerCheck.of(link, broker, cluster.answer(), machine.answer()).ifPresent(checks::add);
      SettingsCheck.of(link, broker, cluster.answer(), machine.answer()).ifPresent(checks::add);
      UnitFileCheck.of(link, broker, machine.answer()).ifPresent(checks::add);
      checks.addAll(new MachineChecks(link, broker, usual).of(machine));
    }
    return List.copyOf(checks);
  }

  private MachineReading machine(int nodeId) {
    return machines.getOrDefault(nodeId, new MachineReading.Silent("it was not asked"));
  }

  /** Whether the broker takes part; the cluster itself knows best, and the machine says why not. */
  private Optional<Check> process(RollingBroker broker, Optional<MachineFacts> facts) {
    Optional<Integer> id = Optional.of(broker.nodeId());
    Optional<Boolean> registered = cluster.registered(broker.nodeId());
    Optional<Long> process = facts.flatMap(MachineFacts::process);
    boolean stopped = facts.filter(MachineFacts::stopped).isPresent();
    if (registered.equals(Optional.of(true))) {
      return Optional.of(Check.passed(id, "Kafka broker", "registered"));
    }
    if (registered.isEmpty() && !stopped) {
      return process.map(pid -> Check.passed(id, "Kafka broker", "runs as process " + pid));
    }
    Check failed =
        Check.failed(id, "Kafka broker", stopped ? stopped(broker) : missing(broker, process))
            .expecting("it runs and is registered with the cluster");
    return Optional.of(
        process.isPresent()
            ? failed.remedy("Read its log on %s.".formatted(broker.node().name()))
            : failed
                .remedy("Start it%s, or %s.".formatted(by(broker), repairCommand(link)))
                .repairedBy(Repair.adds(Kind.BROKERS, String.valueOf(broker.nodeId()))));
  }

  private static String stopped(RollingBroker broker) {
    return "does not run on " + broker.node().name();
  }

  private static String missing(RollingBroker broker, Optional<Long> process) {
    return process
        .map(
            pid ->
                "process %d runs on %s, but the broker is not registered with the cluster"
                    .formatted(pid, broker.node().name()))
        .orElse("is not registered with the cluster");
  }

  private static String by(RollingBroker broker) {
    return broker.service().control() instanceof SystemdUnit unit
        ? " (`systemctl start %s` on %s)".formatted(unit.unit(), broker.node().name())
        : " on " + broker.node().name();
  }

  /** The remedy for a broker's file that is not as planned. */
  static String correctFile(Link link, RollingBroker broker) {
    return "Correct %s and restart the broker, or %s."
        .formatted(broker.service().configuration(), repairCommand(link));
  }

  /** How a person lets Linkspan put something back, for the end of a remedy. */
  static String repairCommand(Link link) {
    return "run `linkspan repair %s`".formatted(link.plan().name());
  }
}
