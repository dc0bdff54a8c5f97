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
 * Reads the group {@code kafka} of an existing cluster. Settings of all brokers are in the group
 * itself; a broker's entry can override them.
 */
final class ExistingKafkaSection {
  /** The guide's planning values. */
  private static final Ports GUIDE = new Ports(39092, 9092, 9093);

  private final Fields fields;
  private final Spec.Ssh ssh;
  private final Map<String, Integer> lineByAddress = new HashMap<>();

  ExistingKafkaSection(Fields fields, Spec.Ssh ssh) {
    this.fields = fields;
    this.ssh = ssh;
  }

  Kafka read() {
    ServiceFields defaults = serviceFields(fields);
    Ports ports = ports();
    List<Fields> entries = ListenerPorts.brokers(fields, "{address: 10.0.0.11}");
    List<ServiceFields> own = entries.stream().map(ExistingKafkaSection::serviceFields).toList();
    requireForAll(
        "configuration",
        entries,
        own.stream().map(o -> o.configuration().or(defaults::configuration)).toList(),
        "the absolute path of server.properties");
    requireForAll(
        "service",
        entries,
        own.stream().map(o -> o.control().or(defaults::control)).toList(),
        "the systemd unit that runs Kafka, or start and stop commands instead");
    ListenerPorts listeners = new ListenerPorts(ports.bootstrap());
    List<Broker> brokers = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      brokers.add(
          broker(entries.get(i), defaults, own.get(i), ports.advertisedFrom() + i, listeners));
    }
    if (fields.has("settings")) {
      fields.report(
          "settings",
          "is for new clusters: the files of an existing cluster belong to its owner, and Linkspan"
              + " adds a listener to them and nothing else",
          "Leave it out, and change the settings with your own tools.");
    }
    String externalListener = ExternalSection.name(fields);
    fields.close();
    return new Kafka(List.copyOf(brokers), ports, externalListener);
  }

  /** How brokers are run, as far as a group says so; an invalid field counts as said. */
  private record ServiceFields(Optional<String> configuration, Optional<Control> control) {}

  private static ServiceFields serviceFields(Fields group) {
    FieldValue<String> file = group.optional("configuration", MachineFormats::absoluteFile);
    return new ServiceFields(
        group.has("configuration") ? Optional.of(file.or("")) : Optional.empty(), control(group));
  }

  private static FieldValue<String> command(Fields group, String name) {
    return group.optional(name, Formats.noSwitch(group.isPlain(name), MachineFormats::command));
  }

  private static Optional<Control> control(Fields group) {
    FieldValue<String> unit = group.optional("service", MachineFormats::systemdUnit);
    FieldValue<String> start = command(group, "start");
    FieldValue<String> stop = command(group, "stop");
    boolean commands = group.has("start") || group.has("stop");
    if (group.has("service") && commands) {
      group.report(
          "service",
          "there are both a systemd unit and a command to start or stop Kafka",
          "Keep one of them: service, or start and stop.");
    } else if (commands && !group.has("stop")) {
      group.report(
          "start", "there is a start command but no stop command", "Write the stop command too.");
    } else if (commands && !group.has("start")) {
      group.report(
          "stop", "there is a stop command but no start command", "Write the start command too.");
    }
    if (group.has("service")) {
      return Optional.of(new SystemdUnit(unit.or("")));
    }
    return commands ? Optional.of(new Commands(start.or(""), stop.or(""))) : Optional.empty();
  }

  /** Reports one problem if no broker has it, or one for each broker without it. */
  private void requireForAll(
      String name, List<Fields> entries, List<? extends Optional<?>> values, String whatToWrite) {
    long missing = values.stream().filter(Optional::isEmpty).count();
    String remedy = "Write " + whatToWrite + ": here, or once in the group kafka for all brokers.";
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
      Fields entry,
      ServiceFields defaults,
      ServiceFields own,
      int portByPlace,
      ListenerPorts listeners) {
    FieldValue<String> address =
        entry.required(
            "address", MachineFormats::address, "the private address of the broker's instance");
    FieldValue<String> user = entry.optional("sshUser", Formats::user);
    FieldValue<Integer> written = entry.optional("advertisedPort", Formats.port());
    entry.close();
    Integer earlier =
        address.value().map(a -> lineByAddress.putIfAbsent(a, entry.line())).orElse(null);
    if (earlier != null) {
      entry.report(
          "address",
          address.or("") + " is written twice, first on line " + earlier,
          "Write every broker once; two brokers on one machine cannot share the port kafka.ports.external.");
    }
    int port = written.or(portByPlace);
    if (address.value().isPresent() && earlier == null) {
      listeners.take(entry, "broker " + address.or(""), port);
    }
    return new Broker(
        address.or(""),
        new Spec.Ssh(user.or(ssh.user()), ssh.port()),
        own.configuration().or(defaults::configuration).orElse(""),
        own.control().or(defaults::control).orElse(new SystemdUnit("")),
        port);
  }

  private Ports ports() {
    Optional<Fields> written = fields.optionalSection("ports");
    Ports ports = written.map(ExistingKafkaSection::ports).orElse(GUIDE);
    if (ports.external() == ssh.port()) {
      PortsSection.report(
          written,
          fields,
          "external",
          "port " + ports.external() + " is used for SSH on the same machine",
          "Write a different port.");
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
