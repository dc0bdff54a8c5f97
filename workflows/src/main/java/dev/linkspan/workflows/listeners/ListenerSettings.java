package dev.linkspan.workflows.listeners;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a broker's file says about who it is and where it listens, with Kafka's defaults where it is
 * silent. Holds no other value of the file, so no secret.
 *
 * @param nodeId {@code node.id}, else {@code broker.id}; empty when Kafka generates it
 * @param advertised effective: without {@code advertised.listeners}, what is not a controller's of
 *     {@code listeners}
 * @param protocols effective: security protocol by listener name, in the order of the file
 * @param interBroker name of the listener the brokers talk to each other on
 * @param controllers {@code controller.listener.names}
 * @param logDirs {@code log.dirs}, else {@code log.dir}, else Kafka's {@code /tmp/kafka-logs}
 * @param zookeeper {@code zookeeper.connect}
 */
public record ListenerSettings(
    Mode mode,
    Optional<Integer> nodeId,
    List<Listener> listeners,
    List<Listener> advertised,
    Map<String, String> protocols,
    String interBroker,
    List<String> controllers,
    List<String> logDirs,
    List<String> quorumVoters,
    List<String> quorumBootstrapServers,
    Optional<String> zookeeper,
    Optional<String> rack) {

  /** What the process is. */
  public enum Mode {
    /** {@code process.roles=broker,controller}. */
    COMBINED,
    /** {@code process.roles=broker}. */
    BROKER,
    /** {@code process.roles=controller}. */
    CONTROLLER,
    /** No {@code process.roles}: a broker that keeps its metadata in ZooKeeper. */
    ZOOKEEPER
  }

  /** Copies the lists; the order of {@code protocols} is the caller's. */
  public ListenerSettings {
    listeners = List.copyOf(listeners);
    advertised = List.copyOf(advertised);
    protocols = Collections.unmodifiableMap(new LinkedHashMap<>(protocols));
    controllers = List.copyOf(controllers);
    logDirs = List.copyOf(logDirs);
    quorumVoters = List.copyOf(quorumVoters);
    quorumBootstrapServers = List.copyOf(quorumBootstrapServers);
  }

  /**
   * @throws ListenerFileException when Kafka itself could not make sense of the file, or would read
   *     it otherwise than a person does
   */
  public static ListenerSettings of(PropertiesText file) throws ListenerFileException {
    return new SettingsReading(file).settings();
  }

  /** The listener with this name, whatever its case. */
  public Optional<Listener> listener(String name) {
    return named(listeners, name);
  }

  /** What clients of the listener with this name are told to connect to. */
  public Optional<Listener> advertised(String name) {
    return named(advertised, name);
  }

  private static Optional<Listener> named(List<Listener> listeners, String name) {
    String normalised = ListenerKeys.normalised(name);
    return listeners.stream().filter(listener -> listener.name().equals(normalised)).findFirst();
  }
}
