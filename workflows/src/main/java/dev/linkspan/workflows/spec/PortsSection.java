package dev.linkspan.workflows.spec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the group {@code kafka.ports}; listeners on the same machine need different ports. */
final class PortsSection {
  /** The guide's planning values. */
  private static final NewClusterSpec.Ports GUIDE =
      new NewClusterSpec.Ports(29092, 9092, 39092, 9092, 9093, 8099);

  private PortsSection() {}

  /**
   * Reads the ports.
   *
   * @param kafka the enclosing group, where conflicts of the defaults are reported
   */
  static NewClusterSpec.Ports read(Optional<Fields> written, Fields kafka, Spec.Ssh ssh) {
    NewClusterSpec.Ports ports = written.map(PortsSection::read).orElse(GUIDE);
    conflicts(written, kafka, ports, ssh);
    return ports;
  }

  private static NewClusterSpec.Ports read(Fields fields) {
    NewClusterSpec.Ports ports =
        new NewClusterSpec.Ports(
            fields.optional("controller", Formats.brokerPort()).or(GUIDE.controller()),
            fields.optional("internal", Formats.brokerPort()).or(GUIDE.internal()),
            fields.optional("external", Formats.brokerPort()).or(GUIDE.external()),
            fields.optional("bootstrap", Formats.port()).or(GUIDE.bootstrap()),
            fields.optional("advertisedFrom", Formats.port()).or(GUIDE.advertisedFrom()),
            fields.optional("distribution", Formats.port()).or(GUIDE.distribution()));
    fields.close();
    return ports;
  }

  /** A broker has three listeners and SSH; the bastion has the archives and SSH. */
  private static void conflicts(
      Optional<Fields> written, Fields kafka, NewClusterSpec.Ports ports, Spec.Ssh ssh) {
    Map<Integer, String> taken = new LinkedHashMap<>();
    taken.put(ssh.port(), "SSH");
    conflict(written, kafka, "distribution", ports.distribution(), new LinkedHashMap<>(taken));
    conflict(written, kafka, "internal", ports.internal(), taken);
    conflict(written, kafka, "controller", ports.controller(), taken);
    conflict(written, kafka, "external", ports.external(), taken);
    if (ports.distribution() < 1024 && !ssh.user().equals("root")) {
      report(
          written,
          kafka,
          "distribution",
          "port " + ports.distribution() + " is reserved for root, and network.ssh.user is another",
          "Write a port from 1024 to 65535.");
    }
  }

  private static void conflict(
      Optional<Fields> written, Fields kafka, String name, int port, Map<Integer, String> taken) {
    String other = taken.putIfAbsent(port, name);
    if (other != null) {
      report(
          written,
          kafka,
          name,
          "port " + port + " is used for " + other + " on the same machine",
          "Write a different port.");
    }
  }

  /**
   * Reports a problem of a port, also one that has its default because nobody wrote it: on the line
   * of the group {@code kafka}, and with the field to write.
   */
  static void report(
      Optional<Fields> written, Fields kafka, String port, String problem, String remedy) {
    written.ifPresentOrElse(
        ports -> ports.report(port, problem, remedy),
        () -> kafka.report("ports." + port, problem, remedy));
  }
}
