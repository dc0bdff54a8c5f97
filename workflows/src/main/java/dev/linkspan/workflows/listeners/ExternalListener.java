package dev.linkspan.workflows.listeners;

import java.util.Optional;

/**
 * The listener for TiDB Cloud, as wanted on one broker.
 *
 * @param name of the spec, usually {@code EXTERNAL}; kept in upper case
 * @param bindHost an address of the node; {@code 0.0.0.0}, {@code ::} or empty for all. An IPv6
 *     address has no brackets
 * @param advertisedHost the name of this broker in TiDB Cloud's managed domain
 * @param advertisedPort this broker's own listener on the load balancer
 * @param protocol usually {@code PLAINTEXT}
 * @param defaultHost the host that this broker advertises today for listeners without one (its own
 *     canonical host name); empty if the cluster does not show it
 */
public record ExternalListener(
    String name,
    String bindHost,
    int port,
    String advertisedHost,
    int advertisedPort,
    String protocol,
    Optional<String> defaultHost) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if Kafka could not parse them
   */
  public ExternalListener {
    name = ListenerKeys.normalised(name);
    if (!SettingsReading.PROTOCOLS.contains(protocol)) {
      throw new IllegalArgumentException("not a security protocol of Kafka: " + protocol);
    }
    Listener bound = new Listener(name, bindHost, port);
    Listener advertised = new Listener(name, advertisedHost, advertisedPort);
    if (!bound.isConnectable()) {
      throw new IllegalArgumentException("not a listener: " + bound.text());
    }
    if (advertised.onEveryAddress() || !advertised.isConnectable()) {
      throw new IllegalArgumentException("not an address to connect to: " + advertised.text());
    }
    bindHost = bound.host();
  }

  /** The listener on a broker whose file says what its other listeners advertise. */
  public ExternalListener(
      String name,
      String bindHost,
      int port,
      String advertisedHost,
      int advertisedPort,
      String protocol) {
    this(name, bindHost, port, advertisedHost, advertisedPort, protocol, Optional.empty());
  }

  /** Its entry in {@code listeners}. */
  Listener boundListener() {
    return new Listener(name, bindHost, port);
  }

  /** Its entry in {@code advertised.listeners}. */
  Listener advertisedListener() {
    return new Listener(name, advertisedHost, advertisedPort);
  }

  /** Whether a file has a listener with its name; false if Kafka could not read the file. */
  public boolean isIn(PropertiesText file) {
    try {
      return ListenerSettings.of(file).listener(name).isPresent();
    } catch (ListenerFileException unreadable) {
      return false;
    }
  }

  /** {@code host:port} as advertised to clients. */
  public String advertised() {
    return advertisedListener().address();
  }
}
