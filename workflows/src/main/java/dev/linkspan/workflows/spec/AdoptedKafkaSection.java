package dev.linkspan.workflows.spec;

import dev.linkspan.workflows.spec.ExistingClusterSpec.Broker;
import dev.linkspan.workflows.spec.ExistingClusterSpec.Commands;
import dev.linkspan.workflows.spec.ExistingClusterSpec.Control;
import dev.linkspan.workflows.spec.ExistingClusterSpec.Kafka;
import dev.linkspan.workflows.spec.ExistingClusterSpec.Ports;
import dev.linkspan.workflows.spec.ExistingClusterSpec.SystemdUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the group {@code kafka} of an existing cluster. What is usual for all brokers stands in the
 * group, what one has of its own in its entry.
 */
final class AdoptedKafkaSection {
  /** The guide's planning values. */
  private static final Ports GUIDE = new Ports(39092, 9092, 9093);

  private final Fields fields;
  private final Spec.Ssh ssh;
  private final Map<String, Integer> lineByAddress = new HashMap<>();

  AdoptedKafkaSection(Fields fields, Spec.Ssh ssh) {
    this.fields = fields;
    this.ssh = ssh;
  }

  Kafka read() {
    Own usual = own(fields);
    Ports ports = ports();
    List<Fields> entries = ListenerPorts.brokers(fields, "{address: 10.0.0.11}");
    List<Own> own = entries.stream().map(AdoptedKafkaSection::own).toList();
    requireForAll(
        "configuration",
        entries,
        own.stream().map(o -> o.configuration().or(usual::configuration)).toList(),
        "the absolute path of server.properties");
    requireForAll(
        "service",
        entries,
        own.stream().map(o -> o.control().or(usual::control)).toList(),
        "the systemd unit that runs Kafka, or start and stop commands instead");
    ListenerPorts listeners = new ListenerPorts(ports.bootstrap());
    List<Broker> brokers = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      brokers.add(broker(entries.get(i), usual, own.get(i), ports.advertisedFrom() + i, listeners));
    }
    fields.close();
    return new Kafka(List.copyOf(brokers), ports);
  }

  /** What a group says of brokers; a field that was refused counts as said. */
  private record Own(Optional<String> configuration, Optional<Control> control) {}

  private static Own own(Fields group) {
    Located<String> file = group.optional("configuration", MachineFormats::absoluteFile);
    return new Own(
        group.has("configuration") ? Optional.of(file.or("")) : Optional.empty(), control(group));
  }

  private static Optional<Control> control(Fields group) {
    Located<String> unit = group.optional("service", MachineFormats::systemdUnit);
    Located<String> start = group.optional("start", MachineFormats::command);
    Located<String> stop = group.optional("stop", MachineFormats::command);
    boolean commands = group.has("start") || group.has("stop");
    if (group.has("service") && commands) {
      group.report(
          "service",
          "there is a systemd unit and a command to start or stop Kafka",
          "Keep one way: service, or start and stop.");
    } else if (commands && !group.has("stop")) {
      group.report("start", "there is no stop to this start", "Write the stop command too.");
    } else if (commands && !group.has("start")) {
      group.report("stop", "there is no start to this stop", "Write the start command too.");
    }
    if (group.has("service")) {
      return Optional.of(new SystemdUnit(unit.or("")));
    }
    return commands ? Optional.of(new Commands(start.or(""), stop.or(""))) : Optional.empty();
  }

  /** One problem where no broker has it, else one for each broker that has not. */
  private void requireForAll(
      String name, List<Fields> entries, List<? extends Optional<?>> values, String whatToWrite) {
    long missing = values.stream().filter(Optional::isEmpty).count();
    String remedy = "Write " + whatToWrite + ": here, or once in kafka for all brokers.";
    if (missing > 0 && missing == entries.size()) {
      fields.report(name, "is missing", "Write " + whatToWrite + ", for all brokers or for each.");
      return;
    }
    for (int i = 0; i < entries.size(); i++) {
      if (values.get(i).isEmpty()) {
        entries.get(i).report(name, "is missing for this broker", remedy);
      }
    }
  }

  private Broker broker(
      Fields entry, Own usual, Own own, int portByPlace, ListenerPorts listeners) {
    Located<String> address =
        entry.required(
            "address", MachineFormats::address, "the private address of the broker's instance");
    Located<String> user = entry.optional("sshUser", Formats::user);
    Located<Integer> written = entry.optional("advertisedPort", Formats.port());
    entry.close();
    Integer earlier =
        address.value().map(a -> lineByAddress.putIfAbsent(a, entry.line())).orElse(null);
    if (earlier != null) {
      entry.report(
          "address",
          address.or("") + " is written twice, first on line " + earlier,
          "Write every broker once; two on one machine cannot have one EXTERNAL port.");
    }
    int port = written.or(portByPlace);
    if (address.value().isPresent() && earlier == null) {
      listeners.take(entry, "broker " + address.or(""), port);
    }
    return new Broker(
        address.or(""),
        new Spec.Ssh(user.or(ssh.user()), ssh.port()),
        own.configuration().or(usual::configuration).orElse(""),
        own.control().or(usual::control).orElse(new SystemdUnit("")),
        port);
  }

  private Ports ports() {
    Optional<Fields> written = fields.optionalSection("ports");
    Ports ports = written.map(AdoptedKafkaSection::ports).orElse(GUIDE);
    if (ports.external() == ssh.port()) {
      written
          .orElse(fields)
          .report(
              "external",
              "port " + ports.external() + " is used for SSH on the same machine",
              "Write a port of its own.");
    }
    return ports;
  }

  private static Ports ports(Fields entry) {
    Ports ports =
        new Ports(
            entry.optional("external", Formats.brokerPort()).or(GUIDE.external()),
            entry.optional("bootstrap", Formats.port()).or(GUIDE.bootstrap()),
            entry.optional("advertisedFrom", Formats.port()).or(GUIDE.advertisedFrom()));
    entry.close();
    return ports;
  }
}
