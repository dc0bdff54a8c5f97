package dev.linkspan.workflows.listeners;

import dev.linkspan.workflows.listeners.ListenerSettings.Mode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks whether Kafka would start with these settings, like {@code KafkaConfig.validateValues} and
 * {@code CoreUtils.listenerListToEndPoints} of Kafka 3.7. What later versions allow is a problem
 * only if the version is known to be older.
 *
 * @param kafkaVersion such as {@code 3.7.1}; empty if it is unknown
 */
record StartCheck(ListenerSettings settings, String kafkaVersion) {
  private static final Pattern VERSION = Pattern.compile("([0-9]{1,4})\\.([0-9]{1,4}).*");

  /** Everything that keeps Kafka from starting; empty if nothing does. */
  Optional<String> problem() {
    List<String> problems = problems();
    return problems.isEmpty()
        ? Optional.empty()
        : Optional.of(String.join("; ", problems) + ": Kafka does not start with that");
  }

  private List<String> problems() {
    List<String> problems = new ArrayList<>();
    names(ListenerKeys.LISTENERS, settings.listeners(), problems);
    names(ListenerKeys.ADVERTISED, settings.advertised(), problems);
    ports(problems);
    controllers(problems);
    quorum(problems);
    interBroker(problems);
    advertised(problems);
    controlPlane(problems);
    protocols(problems);
    return problems;
  }

  private void names(String key, List<Listener> listeners, List<String> problems) {
    if (listeners.isEmpty() && isBroker()) {
      problems.add(key + " is empty");
    }
    Set<String> names = new HashSet<>();
    listeners.stream()
        .map(Listener::name)
        .filter(name -> !names.add(name))
        .distinct()
        .forEach(name -> problems.add(key + " names " + name + " twice"));
  }

  private void ports(List<String> problems) {
    List<Listener> listeners =
        settings.listeners().stream().filter(listener -> listener.port() != 0).toList();
    for (int i = 0; i < listeners.size(); i++) {
      for (Listener other : listeners.subList(i + 1, listeners.size())) {
        Listener one = listeners.get(i);
        if (one.port() == other.port()
            && !one.name().equals(other.name())
            && !differInFamily(one, other)) {
          problems.add(one.name() + " and " + other.name() + " have the same port, " + one.port());
        }
      }
    }
  }

  /** Since 3.7 one port can serve an IPv4 and an IPv6 address, which a placeholder can be. */
  private static boolean differInFamily(Listener one, Listener other) {
    return one.hasPlaceholder()
        || other.hasPlaceholder()
        || (one.isIpv4() && other.isIpv6())
        || (one.isIpv6() && other.isIpv4());
  }

  private void controllers(List<String> problems) {
    List<String> names = settings.listeners().stream().map(Listener::name).toList();
    List<String> controllers = settings.controllers();
    switch (settings.mode()) {
      case ZOOKEEPER -> {
        if (!controllers.isEmpty()) {
          problems.add(ListenerKeys.CONTROLLERS + " is set, but process.roles is not");
        }
      }
      case BROKER -> {
        if (controllers.isEmpty()) {
          problems.add(ListenerKeys.CONTROLLERS + " is empty");
        }
        controllers.stream()
            .filter(names::contains)
            .forEach(
                name ->
                    problems.add(ListenerKeys.LISTENERS + " has the controller listener " + name));
      }
      case COMBINED, CONTROLLER -> {
        if (controllers.isEmpty() || !names.containsAll(controllers)) {
          problems.add(
              ListenerKeys.CONTROLLERS + " and " + ListenerKeys.LISTENERS + " do not agree");
        }
      }
    }
  }

  /** Voters that a config provider knows are not checked. */
  private void quorum(List<String> problems) {
    if (settings.mode() == Mode.ZOOKEEPER) {
      return;
    }
    if (settings.voters().isEmpty() && settings.bootstrapServers().isEmpty()) {
      problems.add(
          "neither " + ListenerKeys.VOTERS + " nor " + ListenerKeys.BOOTSTRAP_SERVERS + " is set");
    }
    Optional<String> id = settings.nodeId().map(String::valueOf);
    boolean readable = settings.voters().stream().allMatch(voter -> voter.matches("[0-9]+@.*"));
    if (id.isPresent() && readable && !settings.voters().isEmpty()) {
      boolean voter = settings.voters().stream().anyMatch(v -> v.startsWith(id.get() + "@"));
      if (voter != (settings.mode() != Mode.BROKER)) {
        problems.add(
            ListenerKeys.VOTERS
                + (voter ? " has the node " : " lacks the node ")
                + id.get()
                + (voter ? ", which is no controller" : ", which is a controller"));
      }
    }
  }

  private boolean isBroker() {
    return settings.mode() != Mode.CONTROLLER;
  }

  private void interBroker(List<String> problems) {
    String name = settings.interBroker();
    if (!isBroker()) {
      return;
    }
    Optional<String> lacking =
        settings.listener(name).isEmpty()
            ? Optional.of(ListenerKeys.LISTENERS)
            : Optional.of(ListenerKeys.ADVERTISED)
                .filter(key -> settings.advertised(name).isEmpty());
    lacking.ifPresent(key -> problems.add(key + " lacks " + name + ", the inter-broker listener"));
    if (isController(name)) {
      problems.add(name + ", the inter-broker listener, is a controller listener");
    }
  }

  private boolean isController(String name) {
    return settings.controllers().stream().anyMatch(name::equalsIgnoreCase);
  }

  private void advertised(List<String> problems) {
    List<String> bound = settings.listeners().stream().map(Listener::name).toList();
    for (Listener listener : settings.advertised()) {
      String name = listener.name();
      if (!bound.contains(name)) {
        problems.add(
            ListenerKeys.ADVERTISED
                + " has "
                + name
                + ", which "
                + ListenerKeys.LISTENERS
                + " lacks");
      }
      if (listener.host().equals("0.0.0.0")) {
        problems.add(name + " advertises 0.0.0.0");
      }
      if (isController(name) && isBroker() && isOlderThan(3, 9)) {
        problems.add(ListenerKeys.ADVERTISED + " has the controller listener " + name);
      }
    }
  }

  /** Since 3.9 a combined node can advertise its controller listener. */
  private boolean isOlderThan(int major, int minor) {
    Matcher version = VERSION.matcher(kafkaVersion);
    if (!version.matches()) {
      return false;
    }
    int knownMajor = Integer.parseInt(version.group(1));
    return knownMajor < major
        || (knownMajor == major && Integer.parseInt(version.group(2)) < minor);
  }

  private void controlPlane(List<String> problems) {
    settings
        .controlPlane()
        .ifPresent(
            name -> {
              if (settings.mode() != Mode.ZOOKEEPER) {
                problems.add(ListenerKeys.CONTROL_PLANE + " is set in KRaft mode");
              } else if (settings.advertised(name).isEmpty()) {
                problems.add(
                    ListenerKeys.ADVERTISED + " lacks " + name + ", the control plane listener");
              } else if (name.equals(settings.interBroker())) {
                problems.add(name + " is both the control plane and the inter-broker listener");
              }
            });
  }

  private void protocols(List<String> problems) {
    Set<String> mapped = settings.protocols().keySet();
    List<String> names =
        new ArrayList<>(settings.listeners().stream().map(Listener::name).toList());
    if (settings.mode() != Mode.ZOOKEEPER) {
      settings.controllers().forEach(name -> names.add(ListenerKeys.normalised(name)));
    }
    names.stream()
        .distinct()
        .filter(name -> !mapped.contains(name))
        .forEach(name -> problems.add(ListenerKeys.PROTOCOL_MAP + " lacks " + name));
  }
}
