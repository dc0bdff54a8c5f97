package dev.linkspan.workflows.spec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The ports of the load balancer's listeners: one for each broker, one for bootstrapping. */
final class ListenerPorts {
  /** A network load balancer has 50 listeners, and one is for bootstrapping. */
  private static final int MOST_BROKERS = 49;

  private final Map<Integer, String> users = new HashMap<>();

  ListenerPorts(int bootstrap) {
    users.put(bootstrap, "the bootstrap port");
  }

  /** The entries of {@code brokers}: at least one, and at most as many as there are listeners. */
  static List<Fields> brokers(Fields kafka, String example) {
    List<Fields> entries = kafka.entries("brokers", "at least one entry such as " + example);
    if (entries.size() > MOST_BROKERS) {
      kafka.report(
          "brokers",
          "there are " + entries.size() + " brokers",
          "Write at most 49: a network load balancer has 50 listeners, one for each broker and one"
              + " for bootstrapping.");
    }
    return entries;
  }

  /**
   * Gives a port to a broker, or reports why the broker cannot have it.
   *
   * @param broker its name in messages, for example {@code broker 2}
   */
  void take(Fields entry, String broker, int port) {
    String other = users.putIfAbsent(port, "the port of " + broker);
    if (other != null) {
      entry.report(
          "advertisedPort",
          "port " + port + " of " + broker + " is already " + other,
          "Write an advertisedPort that is free on the load balancer.");
    } else if (port < 1 || port > 65535) {
      entry.report(
          "advertisedPort",
          "port " + port + " of " + broker + " does not exist",
          "Write an advertisedPort, or a "
              + (port < 1 ? "higher" : "lower")
              + " kafka.ports.advertisedFrom.");
    }
  }
}
