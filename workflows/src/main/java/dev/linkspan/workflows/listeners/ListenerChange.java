package dev.linkspan.workflows.listeners;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a broker's file needs so that the broker has the wanted external listener. Only {@code
 * listeners}, {@code advertised.listeners} and {@code listener.security.protocol.map} are ever
 * changed, and in them only the entry of that listener; what cannot be done so is refused.
 */
public sealed interface ListenerChange {

  /** The file says already what is wanted. */
  record Unchanged(PropertiesText file) implements ListenerChange {}

  /**
   * The file has to become {@code after}.
   *
   * @param changes the keys with another value, in the order in which Kafka's documents name them
   */
  record Change(PropertiesText after, List<KeyChange> changes) implements ListenerChange {
    /** Copies the list. */
    public Change {
      changes = List.copyOf(changes);
    }
  }

  /** A node without clients: a dedicated controller. */
  record NotNeeded(String reason) implements ListenerChange {}

  /** A person has to decide or mend something first. */
  record Refused(String problem, String remedy) implements ListenerChange {}

  /** Decides for one file. */
  static ListenerChange of(PropertiesText file, ExternalListener wanted) {
    try {
      return ListenerFileEdit.of(file, wanted);
    } catch (ListenerFileException refusal) {
      return new Refused(refusal.problem(), refusal.remedy());
    }
  }

  /**
   * What is wrong with all brokers' results taken together; empty when they may be carried out.
   * Kafka itself does not notice two brokers that advertise the same address.
   *
   * @param results by node id
   * @param name of the external listener
   * @param uniqueName when given, every broker must advertise its name of the guide's pattern
   */
  static List<Refused> check(
      Map<Integer, ListenerChange> results, String name, Optional<String> uniqueName) {
    return new ClusterCheck(name, uniqueName).problems(results);
  }
}
