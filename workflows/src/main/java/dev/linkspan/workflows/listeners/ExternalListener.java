package dev.linkspan.workflows.listeners;

/**
 * The listener that TiDB Cloud comes in by, as it shall be on one broker.
 *
 * @param name usually {@code EXTERNAL}; kept in upper case
 * @param bindHost an address of the node, or {@code 0.0.0.0} or empty for all
 * @param advertisedHost what the managed domain of this broker is
 * @param advertisedPort this broker's own listener on the load balancer
 * @param protocol usually {@code PLAINTEXT}
 */
public record ExternalListener(
    String name,
    String bindHost,
    int port,
    String advertisedHost,
    int advertisedPort,
    String protocol) {

  /**
   * @throws IllegalArgumentException when Kafka could not read it back
   */
  public ExternalListener {
    name = ListenerKeys.normalised(name);
    if (!SettingsReading.PROTOCOLS.contains(protocol)) {
      throw new IllegalArgumentException("no security protocol of Kafka's: " + protocol);
    }
    Listener bound = new Listener(name, bindHost, port);
    Listener advertised = new Listener(name, advertisedHost, advertisedPort);
    if (!name.matches("[0-9A-Z._-]+") || port < 1 || !reads(bound)) {
      throw new IllegalArgumentException("not a listener: " + bound.text());
    }
    if (advertisedPort < 1 || advertised.onEveryAddress() || !reads(advertised)) {
      throw new IllegalArgumentException("not an address to connect to: " + advertised.text());
    }
  }

  /** Its entry in {@code listeners}. */
  Listener boundListener() {
    return new Listener(name, bindHost, port);
  }

  /** Its entry in {@code advertised.listeners}. */
  Listener advertisedListener() {
    return new Listener(name, advertisedHost, advertisedPort);
  }

  /** {@code host:port} as clients are told it. */
  public String advertised() {
    return advertisedListener().address();
  }

  private static boolean reads(Listener listener) {
    return Listener.parse(listener.text()).filter(listener::equals).isPresent();
  }
}
