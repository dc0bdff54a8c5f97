package dev.linkspan.workflows.listeners;

import java.util.List;

/**
 * The change that gives a broker the wanted external listener. It concerns only {@code listeners},
 * {@code advertised.listeners} and {@code listener.security.protocol.map}, and in them only the
 * entry of that listener. Anything that would need more is refused.
 */
public sealed interface ListenerChange {

  /** The file already has the listener. */
  record Unchanged(PropertiesText file) implements ListenerChange {}

  /**
   * The file must become {@code after}.
   *
   * @param changes the keys with a new value, in the order of Kafka's documentation
   */
  record Change(PropertiesText after, List<KeyChange> changes) implements ListenerChange {
    /** Copies the list. */
    public Change {
      changes = List.copyOf(changes);
    }
  }

  /** The node has no clients: it is a dedicated controller. */
  record NotNeeded(String reason) implements ListenerChange {}

  /** A person must decide or fix something first. */
  record Refused(String problem, String remedy) implements ListenerChange {}

  /** Computes the change of one file. */
  static ListenerChange of(PropertiesText file, ExternalListener wanted) {
    try {
      return ListenerFileEdit.of(file, wanted);
    } catch (ListenerFileException refusal) {
      return new Refused(refusal.problem(), refusal.remedy());
    }
  }
}
