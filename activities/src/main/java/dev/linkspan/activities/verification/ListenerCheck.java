package dev.linkspan.activities.verification;

import dev.linkspan.activities.brokers.ExternalEntries;
import dev.linkspan.activities.brokers.MachineFacts;
import dev.linkspan.probe.protocol.ExamineResult;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Repair;
import dev.linkspan.workflows.verification.Repair.Kind;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares the listener for TiDB Cloud in a broker's file, in the running broker, and in what
 * clients are told, with the plan. One check, because they have one cause. No I/O.
 */
final class ListenerCheck {
  private final Link link;
  private final RollingBroker broker;
  private final ExternalListener wanted;
  private final Optional<List<String>> running;
  private final Optional<List<String>> file;

  private ListenerCheck(
      Link link,
      RollingBroker broker,
      ExternalListener wanted,
      Optional<ExamineResult> cluster,
      Optional<MachineFacts> machine) {
    this.link = link;
    this.broker = broker;
    this.wanted = wanted;
    this.running = cluster.flatMap(this::running);
    this.file = machine.flatMap(MachineFacts::file).map(entries -> entries.differences(wanted));
  }

  /** Empty if nothing is known: who does not answer is a check of its own. */
  static Optional<Check> of(
      Link link,
      RollingBroker broker,
      Optional<ExamineResult> cluster,
      Optional<MachineFacts> machine) {
    return broker
        .wanted()
        .flatMap(
            wanted -> new ListenerCheck(link, broker, wanted, cluster, machine).check(cluster));
  }

  private Optional<List<String>> running(ExamineResult cluster) {
    return cluster
        .running(broker.nodeId())
        .map(
            one ->
                ExternalEntries.ofRunning(
                        one.listeners(),
                        one.advertisedListeners(),
                        one.protocolMap(),
                        wanted.name())
                    .differences(wanted));
  }

  private Optional<Check> check(Optional<ExamineResult> cluster) {
    List<String> runs = running.orElse(List.of());
    List<String> written = file.orElse(List.of());
    if (!runs.isEmpty()) {
      return Optional.of(failed("runs with " + String.join(", ", runs) + owner(runs) + cause()));
    }
    Optional<Check> served = cluster.filter(c -> running.isPresent()).flatMap(this::served);
    if (served.isPresent()) {
      return served;
    }
    if (!written.isEmpty()) {
      return Optional.of(
          failed(
                  "its file has "
                      + String.join(", ", written)
                      + owner(written)
                      + ", which takes effect at the next restart")
              .asDrift());
    }
    return running.or(() -> file).map(fine -> passed(wanted.advertised()));
  }

  /** Whose address it is, if it belongs to another broker: the ports of two were swapped. */
  private String owner(List<String> differences) {
    return link.brokers().stream()
        .filter(other -> other.nodeId() != broker.nodeId())
        .filter(
            other ->
                other.wanted().stream()
                    .map(ExternalListener::advertised)
                    .anyMatch(
                        address ->
                            differences.stream().anyMatch(d -> d.endsWith(" at " + address))))
        .findFirst()
        .map(other -> ", the address of broker " + other.nodeId())
        .orElse("");
  }

  private String cause() {
    return file.map(
            differences ->
                differences.isEmpty()
                    ? "; its file is as planned and takes effect at the next restart"
                    : "; so does its file")
        .orElse("");
  }

  /** What clients are told, by each broker that answers at its own port of the listener. */
  private Optional<Check> served(ExamineResult cluster) {
    int id = broker.nodeId();
    String silent = cluster.notServed().get(id);
    if (silent != null) {
      return Optional.of(
          Check.failed(
                  Optional.of(id),
                  hop(),
                  "the broker does not answer at port %d: %s".formatted(wanted.port(), silent))
              .expecting("it answers the bastion there")
              .remedy("Read the log of the broker on %s.".formatted(broker.node().name())));
    }
    for (Map.Entry<Integer, Map<Integer, String>> teller : cluster.served().entrySet()) {
      String told = teller.getValue().get(id);
      if (told != null && !told.equalsIgnoreCase(wanted.advertised())) {
        return Optional.of(
            failed(
                "broker %d tells clients that broker %d is at %s"
                    .formatted(teller.getKey(), id, told)));
      }
    }
    return Optional.empty();
  }

  private String hop() {
    return "listener " + wanted.name();
  }

  private Check passed(String evidence) {
    return Check.passed(Optional.of(broker.nodeId()), hop(), evidence);
  }

  private Check failed(String evidence) {
    return Check.failed(Optional.of(broker.nodeId()), hop(), evidence)
        .expecting(
            "%s at port %d, advertised at %s"
                .formatted(wanted.protocol(), wanted.port(), wanted.advertised()))
        .remedy(BrokerChecks.correctFile(link, broker))
        .repairedBy(Repair.changes(Kind.BROKERS, String.valueOf(broker.nodeId())));
  }
}
