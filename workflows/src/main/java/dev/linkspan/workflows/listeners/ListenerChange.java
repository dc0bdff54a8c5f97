package dev.linkspan.workflows.listeners;

import java.util.List;

/**
 * The change that gives a broker the wanted external listener, or takes it away. It concerns only
 * {@code listeners}, {@code advertised.listeners} and {@code listener.security.protocol.map}, and
 * in them only the entry of that listener. Anything that would need more is refused.
 */
public sealed interface ListenerChange {

  /** The file is as wanted already. */
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

  /**
   * Computes how the listener goes out of one file again.
   *
   * @param backups of the file, the oldest first
   * @param added as it was added to the file; only its name and its default host count
   */
  static ListenerChange removal(
      PropertiesText file, List<PropertiesText> backups, ExternalListener added) {
    try {
      return ListenerFileRemoval.of(file, backups, added);
    } catch (ListenerFileException refusal) {
      return new Refused(refusal.problem(), refusal.remedy());
    }
  }
}
