package dev.linkspan.activities.brokers;

import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.listeners.ListenerChange;
import dev.linkspan.workflows.listeners.ListenerChange.Change;
import dev.linkspan.workflows.listeners.ListenerChange.NotNeeded;
import dev.linkspan.workflows.listeners.ListenerChange.Refused;
import dev.linkspan.workflows.listeners.PropertiesText;
import dev.linkspan.workflows.plan.SettingsChange;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A change of some keys of a broker's configuration file. Pure. */
sealed interface ConfigurationChange {

  /** What the file gets, for a message. */
  String what();

  /** What a person does if Kafka does not start with it; nothing has changed then. */
  String remedy();

  /** The only keys that it can change. */
  Set<String> keys();

  /** Those of the keys that Kafka must know. */
  Set<String> keysForKafka();

  /** The file with the change; parks if it cannot get it. */
  PropertiesText wanted(BrokerFile file);

  /** The text with the change; empty if it cannot get it, or has it already. */
  Optional<PropertiesText> changed(PropertiesText text);

  /** The listener that the broker opens anew with the change; empty if it opens none. */
  default Optional<ExternalListener> opens(PropertiesText before) {
    return Optional.empty();
  }

  /** A change of the listeners. */
  sealed interface OfListeners extends ConfigurationChange {

    /** What happens to a file with this text. */
    ListenerChange decide(PropertiesText text);

    @Override
    default Set<String> keys() {
      return Set.of("listeners", "advertised.listeners", "listener.security.protocol.map");
    }

    @Override
    default Set<String> keysForKafka() {
      return Set.of();
    }

    @Override
    default PropertiesText wanted(BrokerFile file) {
      ListenerChange decided = decide(file.text());
      if (decided instanceof Refused refused) {
        throw file.refused(refused.problem(), refused.remedy());
      }
      if (decided instanceof NotNeeded notNeeded) {
        throw file.refused(
            notNeeded.reason(), "Leave this node out of kafka.brokers and plan again.");
      }
      return decided instanceof Change change ? change.after() : file.text();
    }

    @Override
    default Optional<PropertiesText> changed(PropertiesText text) {
      return decide(text) instanceof Change change ? Optional.of(change.after()) : Optional.empty();
    }

    @Override
    default String remedy() {
      return "The file is unchanged and the broker runs. Correct the file, then retry.";
    }
  }

  /** Adds the listener for TiDB Cloud. */
  record OfListener(ExternalListener listener) implements OfListeners {
    @Override
    public String what() {
      return "the new listener";
    }

    @Override
    public ListenerChange decide(PropertiesText text) {
      return ListenerChange.of(text, listener);
    }

    @Override
    public Optional<ExternalListener> opens(PropertiesText before) {
      return Optional.of(listener).filter(opened -> !opened.isIn(before));
    }
  }

  /**
   * Takes a listener out that Linkspan added.
   *
   * @param backups the backups beside the file, the oldest first
   */
  record OfListenerRemoval(ExternalListener added, List<PropertiesText> backups)
      implements OfListeners {
    @Override
    public String what() {
      return "the remaining listeners";
    }

    @Override
    public ListenerChange decide(PropertiesText text) {
      return ListenerChange.removal(text, backups, added);
    }
  }

  /** The settings of a spec. */
  record OfSettings(SettingsChange settings) implements ConfigurationChange {
    @Override
    public String what() {
      return "the new settings";
    }

    @Override
    public String remedy() {
      return "The file is unchanged and the broker runs. `abort`, correct kafka.settings in the"
          + " spec, and run `linkspan update` again.";
    }

    @Override
    public Set<String> keys() {
      return settings.keys();
    }

    @Override
    public Set<String> keysForKafka() {
      return new TreeSet<>(settings.values().keySet());
    }

    @Override
    public PropertiesText wanted(BrokerFile file) {
      return with(file.text());
    }

    @Override
    public Optional<PropertiesText> changed(PropertiesText text) {
      return Optional.of(with(text)).filter(changed -> !changed.equals(text));
    }

    private PropertiesText with(PropertiesText text) {
      return text.with(settings.values(), settings.removed());
    }
  }
}
