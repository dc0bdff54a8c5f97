package dev.linkspan.workflows.listeners;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The identity and the listeners of a broker from its file, with Kafka's defaults. Holds no other
 * value of the file, and therefore no secret.
 *
 * @param nodeId {@code node.id}, else {@code broker.id}; empty if Kafka generates it, or gets it
 *     from a config provider
 * @param advertised the effective value: without {@code advertised.listeners}, those of {@code
 *     listeners} that do not belong to controllers
 * @param protocols the effective security protocol by listener name, in the order of the file
 * @param interBroker the name of the inter-broker listener
 * @param controlPlane {@code control.plane.listener.name}
 * @param controllers {@code controller.listener.names}
 * @param logDirs {@code log.dirs}, else {@code log.dir}, else Kafka's {@code /tmp/kafka-logs}
 * @param voters {@code controller.quorum.voters}
 * @param bootstrapServers {@code controller.quorum.bootstrap.servers}
 */
public record ListenerSettings(
    Mode mode,
    Optional<Integer> nodeId,
    List<Listener> listeners,
    List<Listener> advertised,
    Map<String, String> protocols,
    String interBroker,
    Optional<String> controlPlane,
    List<String> controllers,
    List<String> logDirs,
    List<String> voters,
    List<String> bootstrapServers) {

  /** The role of the process. */
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
    voters = List.copyOf(voters);
    bootstrapServers = List.copyOf(bootstrapServers);
  }

  /**
   * Reads the settings.
   *
   * @throws ListenerFileException if Kafka could not parse the file, or would read it differently
   *     from a person
   */
  public static ListenerSettings of(PropertiesText file) throws ListenerFileException {
    return new SettingsReading(file).settings();
  }

  /**
   * Why Kafka would not start with the file; empty if it would.
   *
   * @param kafkaVersion such as {@code 3.7.1}; empty if it is unknown
   */
  public Optional<String> startProblem(String kafkaVersion) {
    return new StartCheck(this, kafkaVersion).problem();
  }

  /** The listener with this name, in any case. */
  public Optional<Listener> listener(String name) {
    return named(listeners, name);
  }

  /** The address that the listener with this name advertises. */
  public Optional<Listener> advertised(String name) {
    return named(advertised, name);
  }

  private static Optional<Listener> named(List<Listener> listeners, String name) {
    String normalised = ListenerKeys.normalised(name);
    return listeners.stream().filter(listener -> listener.name().equals(normalised)).findFirst();
  }
}
