package dev.linkspan.workflows.spec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the group {@code kafka.ports}; two listeners on one machine need two ports. */
final class PortChecks {
  /** The guide's planning values. */
  private static final NewClusterSpec.Ports GUIDE =
      new NewClusterSpec.Ports(29092, 9092, 39092, 9092, 9093, 8099);

  private PortChecks() {}

  /**
   * Reads the ports.
   *
   * @param kafka the group around it, where clashes of the defaults are reported
   */
  static NewClusterSpec.Ports read(Optional<Fields> written, Fields kafka, Spec.Ssh ssh) {
    NewClusterSpec.Ports ports = written.map(PortChecks::read).orElse(GUIDE);
    againstEachOther(written.orElse(kafka), ports, ssh);
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

  /** On a broker three listeners and SSH, on the bastion the archives and SSH. */
  private static void againstEachOther(Fields fields, NewClusterSpec.Ports ports, Spec.Ssh ssh) {
    Map<Integer, String> taken = new LinkedHashMap<>();
    taken.put(ssh.port(), "SSH");
    clash(fields, "distribution", ports.distribution(), new LinkedHashMap<>(taken));
    clash(fields, "internal", ports.internal(), taken);
    clash(fields, "controller", ports.controller(), taken);
    clash(fields, "external", ports.external(), taken);
  }

  private static void clash(Fields fields, String name, int port, Map<Integer, String> taken) {
    String other = taken.putIfAbsent(port, name);
    if (other != null) {
      fields.report(
          name,
          "port " + port + " is used for " + other + " on the same machine",
          "Write a port of its own.");
    }
  }
}
