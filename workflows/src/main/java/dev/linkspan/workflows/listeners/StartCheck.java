package dev.linkspan.workflows.listeners;

import dev.linkspan.workflows.listeners.ListenerSettings.Mode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks whether Kafka would start with these listeners, like {@code KafkaConfig.validateValues}
 * and {@code CoreUtils.listenerListToEndPoints} of Kafka 3.7. It also accepts what later versions
 * allow (since 3.9 a combined node can advertise its controller listener), because the file does
 * not show the version.
 */
record StartCheck(ListenerSettings settings) {

  /** The first problem that Kafka would report. */
  Optional<String> problem() {
    return inLists()
        .or(this::inControllers)
        .or(this::inAdvertised)
        .or(this::inMap)
        .map(problem -> problem + ": Kafka does not start with that");
  }

  private Optional<String> inLists() {
    return twice(ListenerKeys.LISTENERS, settings.listeners())
        .or(() -> twice(ListenerKeys.ADVERTISED, settings.advertised()))
        .or(this::samePort);
  }

  private static Optional<String> twice(String key, List<Listener> listeners) {
    Set<String> names = new HashSet<>();
    return listeners.stream()
        .map(Listener::name)
        .filter(name -> !names.add(name))
        .findFirst()
        .map(name -> key + " names " + name + " twice");
  }

  private Optional<String> samePort() {
    List<Listener> listeners = settings.listeners();
    for (int i = 0; i < listeners.size(); i++) {
      for (Listener other : listeners.subList(i + 1, listeners.size())) {
        Listener one = listeners.get(i);
        if (one.port() == other.port() && !differInFamily(one.host(), other.host())) {
          return Optional.of(
              one.name() + " and " + other.name() + " have the same port, " + one.port());
        }
      }
    }
    return Optional.empty();
  }

  /** Since 3.7 one port can serve an IPv4 and an IPv6 address. */
  private static boolean differInFamily(String one, String other) {
    return (isIpv4(one) && other.contains(":")) || (one.contains(":") && isIpv4(other));
  }

  private static boolean isIpv4(String host) {
    return host.matches("[0-9]+(\\.[0-9]+){3}");
  }

  private Optional<String> inControllers() {
    List<String> names = settings.listeners().stream().map(Listener::name).toList();
    Optional<String> bound = settings.controllers().stream().filter(names::contains).findFirst();
    return switch (settings.mode()) {
      case ZOOKEEPER ->
          settings.controllers().isEmpty()
              ? Optional.empty()
              : Optional.of(ListenerKeys.CONTROLLERS + " is set, but process.roles is not");
      case BROKER ->
          settings.controllers().isEmpty()
              ? Optional.of(ListenerKeys.CONTROLLERS + " is empty")
              : bound.map(name -> ListenerKeys.LISTENERS + " has the controller listener " + name);
      case COMBINED, CONTROLLER ->
          settings.controllers().isEmpty() || !names.containsAll(settings.controllers())
              ? Optional.of(
                  ListenerKeys.CONTROLLERS + " and " + ListenerKeys.LISTENERS + " do not agree")
              : Optional.empty();
    };
  }

  private Optional<String> inAdvertised() {
    List<String> bound = settings.listeners().stream().map(Listener::name).toList();
    List<String> advertised = settings.advertised().stream().map(Listener::name).toList();
    if (!advertised.contains(settings.interBroker())
        || settings.controllers().contains(settings.interBroker())) {
      return Optional.of(
          ListenerKeys.ADVERTISED
              + " lacks "
              + settings.interBroker()
              + ", the inter-broker listener");
    }
    for (Listener listener : settings.advertised()) {
      if (!bound.contains(listener.name())) {
        return Optional.of(
            ListenerKeys.ADVERTISED
                + " has "
                + listener.name()
                + ", which "
                + ListenerKeys.LISTENERS
                + " lacks");
      }
      if (listener.host().equals("0.0.0.0")) {
        return Optional.of(listener.name() + " advertises 0.0.0.0");
      }
    }
    return Optional.empty();
  }

  private Optional<String> inMap() {
    Set<String> mapped = settings.protocols().keySet();
    return settings.listeners().stream()
        .map(Listener::name)
        .filter(name -> !mapped.contains(name))
        .findFirst()
        .or(() -> unmappedController(mapped))
        .map(name -> ListenerKeys.PROTOCOL_MAP + " lacks " + name);
  }

  private Optional<String> unmappedController(Set<String> mapped) {
    return settings.mode() == Mode.ZOOKEEPER
        ? Optional.empty()
        : settings.controllers().stream()
            .map(ListenerKeys::normalised)
            .filter(name -> !mapped.contains(name))
            .findFirst();
  }
}
