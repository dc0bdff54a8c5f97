package dev.linkspan.workflows.listeners;

import java.util.List;
import java.util.stream.Stream;

/** Which names of listeners a file uses, in any place. */
record ListenerNames(PropertiesText file, ListenerSettings now) {
  private static final List<String> EXAMPLES = List.of("TIDB", "TIDB_CLOUD", "LINKSPAN");

  /** How a person gives the listener for TiDB Cloud another name, with one that is free here. */
  String another() {
    String free =
        EXAMPLES.stream()
            .filter(name -> !isUsed(name))
            .findFirst()
            .map(name -> ", for example " + name)
            .orElse("");
    return "write another name in " + ListenerFields.NAME + free;
  }

  private boolean isUsed(String name) {
    return now.protocols().containsKey(name)
        || Stream.concat(now.controllers().stream(), now.controlPlane().stream())
            .anyMatch(name::equalsIgnoreCase)
        || now.interBroker().equals(name)
        || now.listener(name).isPresent()
        || !settings(name).isEmpty();
  }

  /** The keys that Kafka applies to the listener with this name only, in the order of the file. */
  List<String> settings(String name) {
    String scope = ListenerKeys.scopeOf(name);
    return file.entries().stream()
        .map(Entry::key)
        .filter(key -> key.startsWith(scope))
        .distinct()
        .toList();
  }
}
