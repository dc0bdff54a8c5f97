package dev.linkspan.activities.brokers;

import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.listeners.Listener;
import dev.linkspan.workflows.listeners.ListenerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a broker's file, or the running broker, has of the listener that TiDB Cloud connects to.
 *
 * @param bound its entry in {@code listeners}
 * @param advertised its entry in {@code advertised.listeners}; if that setting is missing, {@code
 *     bound}
 * @param protocol its security protocol
 */
public record ExternalEntries(
    Optional<Listener> bound, Optional<Listener> advertised, Optional<String> protocol) {

  /** As a file has it. */
  static ExternalEntries of(ListenerSettings file, String name) {
    return new ExternalEntries(
        file.listener(name),
        file.advertised(name),
        Optional.ofNullable(file.protocols().get(name)));
  }

  /** As a running broker has it: values as Kafka's Admin API describes them. */
  public static ExternalEntries ofRunning(
      String listeners, String advertised, String protocols, String name) {
    return new ExternalEntries(
        listener(listeners, name),
        listener(advertised.isBlank() ? listeners : advertised, name),
        entries(protocols)
            .map(entry -> entry.split(":", 2))
            .filter(entry -> entry.length == 2 && entry[0].equalsIgnoreCase(name))
            .map(entry -> entry[1])
            .findFirst());
  }

  private static Optional<Listener> listener(String list, String name) {
    return entries(list)
        .map(Listener::parse)
        .flatMap(Optional::stream)
        .filter(listener -> listener.name().equalsIgnoreCase(name))
        .findFirst();
  }

  private static Stream<String> entries(String list) {
    return Stream.of(list.split(",", -1)).map(String::strip).filter(entry -> !entry.isEmpty());
  }

  /**
   * What is not as wanted, as ends of sentences that begin with "has"; empty if nothing is. A host
   * that a config provider sets is not compared: only the running broker knows it.
   */
  public List<String> differences(ExternalListener wanted) {
    String name = wanted.name();
    if (bound.isEmpty()) {
      return List.of("no listener " + name);
    }
    List<String> found = new ArrayList<>();
    Listener own = bound.orElseThrow();
    if (own.port() != wanted.port() || !sameBinding(own, wanted)) {
      found.add(name + " listening on " + own.address());
    }
    if (advertised.isEmpty()) {
      found.add(name + " without an advertised address");
    }
    advertised
        .filter(told -> !told.hasPlaceholder())
        .filter(told -> !told.address().equalsIgnoreCase(wanted.advertised()))
        .ifPresent(told -> found.add(name + " advertised at " + told.address()));
    if (!protocol.equals(Optional.of(wanted.protocol()))) {
      found.add(name + " with protocol " + protocol.orElse("(none)"));
    }
    return List.copyOf(found);
  }

  private static boolean ofMachineOnly(Listener own) {
    return own.host().equals("localhost")
        || own.host().equals("127.0.0.1")
        || own.host().equals("::1");
  }

  /** Whether the load balancer reaches it at the planned address. */
  private static boolean sameBinding(Listener own, ExternalListener wanted) {
    Listener planned = new Listener(wanted.name(), wanted.bindHost(), wanted.port());
    return own.hasPlaceholder()
        || own.onEveryAddress()
        || own.host().equalsIgnoreCase(planned.host())
        || (planned.onEveryAddress() && !ofMachineOnly(own));
  }
}
